import { loadPhoneRules } from './normalise.ts';

export interface ReadNumbers {
  /** E.164 digits, each once, in the order given. */
  readonly numbers: readonly number[];
  /** Texts that are no phone numbers, as they were written. */
  readonly unread: readonly string[];
}

/**
 * Reads the numbers that a person typed or pasted, apart by line breaks, commas, semicolons or bars. Any number that
 * could be dialled counts, whether or not it may be.
 */
export async function readNumbers(text: string, region: string): Promise<ReadNumbers> {
  const rules = await loadPhoneRules();
  const numbers = new Set<number>();
  const unread: string[] = [];
  for (const part of text.split(/[\n\r,;|]+/)) {
    const cell = part.trim();
    if (cell === '') continue;
    const verdict = rules.normalise(cell, region);
    const digits = verdict.outcome === 'refused' ? verdict.doubtful : verdict.digits;
    if (digits === undefined || digits.length > 15) unread.push(cell);
    else numbers.add(Number(digits));
  }
  return { numbers: [...numbers], unread };
}
