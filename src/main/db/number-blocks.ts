/** Numbers in one block. */
export const BLOCK_NUMBERS = 4_096;

/** Packs ascending, distinct numbers as the distances between them: some two bytes a number in a dense file. */
export function packNumbers(numbers: Float64Array): Uint8Array {
  const packed = new Uint8Array(numbers.length * 8);
  let at = 0;
  for (let index = 1; index < numbers.length; index++) {
    let distance = (numbers[index] as number) - (numbers[index - 1] as number);
    while (distance >= 128) {
      packed[at++] = (distance % 128) | 128;
      distance = Math.floor(distance / 128);
    }
    packed[at++] = distance;
  }
  return packed.slice(0, at);
}

/** The numbers of a block into `into`, which must have room for BLOCK_NUMBERS; returns how many they are. */
export function unpackNumbers(first: number, data: Uint8Array, into: Float64Array): number {
  let number = first;
  into[0] = number;
  let count = 1;
  for (let at = 0; at < data.length; ) {
    let byte = data[at++] as number;
    let distance = byte & 127;
    if (byte >= 128) {
      let factor = 128;
      do {
        byte = data[at++] as number;
        distance += (byte & 127) * factor;
        factor *= 128;
      } while (byte >= 128);
    }
    number += distance;
    into[count++] = number;
  }
  return count;
}

/** Whether a block holds a number. */
export function blockHas(first: number, data: Uint8Array, number: number): boolean {
  const numbers = new Float64Array(BLOCK_NUMBERS);
  const count = unpackNumbers(first, data, numbers);
  let [low, high] = [0, count - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = numbers[middle] as number;
    if (found === number) return true;
    if (found < number) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/** A block as the database holds it. */
export interface NumberBlock {
  readonly first: number;
  readonly last: number;
  readonly data: Uint8Array;
}

/** Tells which positions of `sorted` hold a number of the blocks, which come in ascending order. */
export function crossOut(
  sorted: Float64Array,
  blocks: Iterable<NumberBlock>,
  hit: (at: number) => void,
): void {
  const numbers = new Float64Array(BLOCK_NUMBERS);
  let at = 0;
  for (const { first, last, data } of blocks) {
    while (at < sorted.length && (sorted[at] as number) < first) at += 1;
    if (at === sorted.length) return;
    if ((sorted[at] as number) > last) continue;
    const count = unpackNumbers(first, data, numbers);
    let next = 0;
    while (at < sorted.length && (sorted[at] as number) <= last) {
      const number = sorted[at] as number;
      while (next < count && (numbers[next] as number) < number) next += 1;
      if (numbers[next] === number && next < count) hit(at);
      at += 1;
    }
  }
}
