import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCodec, nodeBase64 } from '../../electron-host/codec.ts';

const codec = createCodec(nodeBase64);
const carried = <T>(value: T): T => codec.decode(codec.encode(value)) as T;

describe('the codec of the electron host', () => {
  test('carries any value that structured clone carries', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: false,
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(carried(value)).toEqual(structuredClone(value));
      }),
    );
  });

  test('keeps -0, NaN, the infinities and an undefined property apart from their neighbours', () => {
    const back = carried({ zero: -0, nan: NaN, up: Infinity, down: -Infinity, none: undefined });
    expect(Object.is(back.zero, -0)).toBe(true);
    expect([back.nan, back.up, back.down]).toEqual([NaN, Infinity, -Infinity]);
    expect('none' in back).toBe(true);
  });

  test('keeps an object that is its own child, and one object in two places', () => {
    const shared = { n: 1 };
    const own: Record<string, unknown> = { first: shared, second: shared };
    own['self'] = own;
    const back = carried(own);
    expect(back['self']).toBe(back);
    expect(back['first']).toBe(back['second']);
  });

  test("is not misled by objects that look like its own marks, nor by '__proto__'", () => {
    const odd = JSON.parse('{"$":"date","v":5,"__proto__":{"admin":true}}') as Record<string, unknown>;
    const back = carried(odd);
    expect(Object.keys(back)).toEqual(['$', 'v', '__proto__']);
    expect((back as { admin?: boolean }).admin).toBe(undefined);
  });

  test('carries a part of a larger buffer without the rest', () => {
    const part = new Uint16Array([1, 2, 3, 4]).subarray(1, 3);
    const back = carried(part);
    expect([...back]).toEqual([2, 3]);
    expect(back.buffer.byteLength).toBe(4);
  });

  test('refuses functions, symbols and promises as Electron does', () => {
    for (const value of [() => 1, Symbol('x'), Promise.resolve(1)]) {
      expect(() => codec.encode({ value })).toThrow('An object could not be cloned.');
    }
  });
});
