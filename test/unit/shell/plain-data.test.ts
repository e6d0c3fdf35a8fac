import { expect, test } from 'vitest';
import { isPlainData } from '#main/shell/plain-data.ts';

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

test('what JSON could say is plain', () => {
  const values = [
    {},
    [],
    null,
    undefined,
    'text',
    0,
    -1.5,
    true,
    { a: [{ b: null, c: undefined }] },
    Object.create(null),
  ];
  for (const value of values) expect(isPlainData(value)).toBe(true);
});

test('what only structured clone could carry is not', () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const values = [
    new Date(),
    new Map(),
    new Set(),
    new Uint8Array(1),
    /a/,
    1n,
    Number.NaN,
    Infinity,
    circle,
    new Error('e'),
  ];
  for (const value of values) {
    expect(isPlainData(value)).toBe(false);
    expect(isPlainData({ within: [value] })).toBe(false);
  }
});

test('neither is what is too deep or too much', () => {
  expect(isPlainData(nested(32))).toBe(true);
  expect(isPlainData(nested(33))).toBe(false);
  expect(isPlainData(Array.from({ length: 199_999 }, () => 0))).toBe(true);
  expect(isPlainData(Array.from({ length: 200_000 }, () => 0))).toBe(false);
});
