/** A small seeded source of chance (mulberry32): the same seed, the same demo. Not for secrets of real workspaces. */
export interface Chance {
  /** 32 bits, as a number from 0 inclusive to 2^32 exclusive. */
  readonly bits: () => number;
  /** From 0 inclusive to 1 exclusive. */
  readonly next: () => number;
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  fill(bytes: Uint8Array): void;
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = (): number => bits() / 4_294_967_296;
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    bits,
    next,
    below,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    fill: (bytes) => {
      for (let index = 0; index < bytes.length; index++) bytes[index] = below(256);
    },
  };
}
