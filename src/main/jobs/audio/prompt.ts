import { createHash } from 'node:crypto';

/** Samples a second of a prompt, and bytes a second of its mu-law form. */
export const PROMPT_RATE = 8_000;

/** What a broadcast says: G.711 mu-law, mono, 8,000 samples a second, as telephone lines carry it. */
export interface Prompt {
  readonly ulaw: Uint8Array;
  /** Hex SHA-256 of `ulaw`. */
  readonly sha256: string;
}

/** A prompt of mu-law samples. */
export function promptOf(ulaw: Uint8Array): Prompt {
  return { ulaw, sha256: createHash('sha256').update(ulaw).digest('hex') };
}
