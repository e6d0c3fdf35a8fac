import type { EntryBlock } from './entry-block.ts';

/** A condition on entries, asked of a whole block at a time. */
export interface Sieve {
  /** Whether it asks for names or fields. */
  readonly texts: boolean;
  /** Clears the marks (1) of the entries that do not fulfil it; `marks` has a place for each entry of the block. */
  sift(block: EntryBlock, marks: Uint8Array): Promise<void> | void;
}

/** A mark (1) for each entry of a block that was not taken out and that passes all sieves. */
export async function passing(block: EntryBlock, sieves: readonly Sieve[]): Promise<Uint8Array> {
  const { numbers, count } = block;
  const marks = new Uint8Array(count);
  for (let at = 0; at < count; at++) marks[at] = numbers[at] === 0 ? 0 : 1;
  for (const sieve of sieves) await sieve.sift(block, marks);
  return marks;
}
