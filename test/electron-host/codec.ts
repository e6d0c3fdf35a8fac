// oxlint-disable unicorn/consistent-function-scoping -- createCodec must hold all that it uses
/** Turns values into text and back; understands what Electron's structured clone understands. */
export interface Codec {
  /** @throws Error "An object could not be cloned." for functions, symbols and promises, as Electron does. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/** How bytes travel as text: differs between Node and a page. */
export interface Base64 {
  toText(bytes: Uint8Array): string;
  /** The bytes fill their buffer, from its start to its end. */
  toBytes(text: string): Uint8Array<ArrayBuffer>;
}

type Tagged = { $: string; v?: unknown; k?: string };
type TypedArrayMaker = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

/**
 * Makes a codec. The function is also sent into pages as source text, so it must not use anything from outside
 * itself but standard globals.
 *
 * Plain values are themselves in JSON; all others are objects with a `$` that says what they are. Objects are
 * numbered in the order of their first appearance on both sides, so that cycles and shared objects survive.
 */
export function createCodec(base64: Base64): Codec {
  const makers: Record<string, TypedArrayMaker | undefined> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };

  const uncloneable = (): never => {
    throw new Error('An object could not be cloned.');
  };

  function encodeObject(value: object, seen: Map<object, number>): unknown {
    const known = seen.get(value);
    if (known !== undefined) return { $: 'same', v: known };
    seen.set(value, seen.size);
    if (Array.isArray(value)) {
      const out: unknown[] = [];
      for (let i = 0; i < value.length; i++) out.push(encodeAny(value[i], seen));
      return out;
    }
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      // Node's Buffer arrives as a Uint8Array, as it does through Electron.
      const tag = Object.prototype.toString.call(value).slice(8, -1);
      return { $: 'bytes', k: tag, v: base64.toText(bytes) };
    }
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (value instanceof ArrayBuffer || tag === 'ArrayBuffer') {
      return { $: 'buffer', v: base64.toText(new Uint8Array(value as ArrayBuffer)) };
    }
    if (value instanceof Date) return { $: 'date', v: encodeAny(value.getTime(), seen) };
    if (value instanceof Map) {
      return { $: 'map', v: Array.from(value, ([k, v]) => [encodeAny(k, seen), encodeAny(v, seen)]) };
    }
    if (value instanceof Set) return { $: 'set', v: Array.from(value, (v) => encodeAny(v, seen)) };
    if (value instanceof RegExp) return { $: 'regexp', k: value.flags, v: value.source };
    if (value instanceof Error) {
      return {
        $: 'error',
        k: value.name,
        v: [value.message, value.stack ?? '', encodeAny(value.cause, seen)],
      };
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) uncloneable();
    const out: Record<string, unknown> = {};
    const keys = Object.keys(value);
    if (keys.includes('$') || keys.includes('__proto__')) {
      return {
        $: 'entries',
        v: keys.map((k) => [k, encodeAny((value as Record<string, unknown>)[k], seen)]),
      };
    }
    for (const key of keys) out[key] = encodeAny((value as Record<string, unknown>)[key], seen);
    return out;
  }

  function encodeAny(value: unknown, seen: Map<object, number>): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
      case 'undefined':
        return { $: 'undefined' };
      case 'bigint':
        return { $: 'bigint', v: value.toString() };
      case 'object':
        return value === null ? null : encodeObject(value, seen);
      default:
        return uncloneable();
    }
  }

  function decodeTagged(tagged: Tagged, seen: object[]): unknown {
    const { $: tag, v, k } = tagged;
    const keep = <T extends object>(object: T): T => {
      seen.push(object);
      return object;
    };
    switch (tag) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(v);
      case 'bigint':
        return BigInt(v as string);
      case 'same':
        return seen[v as number];
      case 'date':
        return keep(new Date(decodeAny(v, seen) as number));
      case 'regexp':
        return keep(new RegExp(v as string, k));
      case 'buffer':
        return keep(base64.toBytes(v as string).buffer);
      case 'bytes': {
        const bytes = base64.toBytes(v as string);
        const Maker = makers[k ?? ''] ?? Uint8Array;
        const size = (Maker as unknown as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
        return keep(new Maker(bytes.buffer, 0, bytes.byteLength / size));
      }
      case 'map': {
        const map = keep(new Map());
        for (const [key, value] of v as [unknown, unknown][])
          map.set(decodeAny(key, seen), decodeAny(value, seen));
        return map;
      }
      case 'set': {
        const set = keep(new Set());
        for (const value of v as unknown[]) set.add(decodeAny(value, seen));
        return set;
      }
      case 'error': {
        const [message, stack, cause] = v as [string, string, unknown];
        const error = keep(new Error(message));
        Object.defineProperty(error, 'name', { value: k, configurable: true, writable: true });
        Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
        const because = decodeAny(cause, seen);
        if (because !== undefined) error.cause = because;
        return error;
      }
      default: {
        const object = keep({});
        for (const [key, value] of v as [string, unknown][]) {
          Object.defineProperty(object, key, {
            value: decodeAny(value, seen),
            enumerable: true,
            configurable: true,
            writable: true,
          });
        }
        return object;
      }
    }
  }

  function decodeAny(value: unknown, seen: object[]): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      seen.push(value);
      for (let i = 0; i < value.length; i++) value[i] = decodeAny(value[i], seen);
      return value;
    }
    if (typeof (value as Tagged).$ === 'string') return decodeTagged(value as Tagged, seen);
    seen.push(value);
    const object = value as Record<string, unknown>;
    for (const key of Object.keys(object)) object[key] = decodeAny(object[key], seen);
    return object;
  }

  return {
    encode: (value) => JSON.stringify(encodeAny(value, new Map())),
    decode: (text) => decodeAny(JSON.parse(text), []),
  };
}

/** Base64 by Node's Buffer. */
export const nodeBase64: Base64 = {
  toText: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  toBytes: (text) => new Uint8Array(Buffer.from(text, 'base64')),
};
