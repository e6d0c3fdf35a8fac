import type { EntryBlock } from './entry-block.ts';
import { CellCursor, folded, foldedAt } from './folded.ts';
import type { Sieve } from './sieve.ts';

/** Entries with a text in any part of their number, however it is spaced, or of their name, whatever its ASCII case. */
export function searchSieve(text: string): Sieve {
  const digits = text.replaceAll(/[\s().+/-]/g, '');
  const numbered = /^\d+$/.test(digits) ? numberSearch(digits) : null;
  const name = folded(text);
  return {
    texts: true,
    sift(block, marks) {
      const found = new Uint8Array(block.count);
      findNames(block, name, found);
      const { numbers } = block;
      for (let at = 0; at < marks.length; at++) {
        if (marks[at] === 0 || found[at] === 1) continue;
        if (numbered === null || !numbered(numbers[at] as number)) marks[at] = 0;
      }
    },
  };
}

/**
 * Marks the entries whose name contains the needle (folded). The bytes are searched as one Latin-1 text in small
 * letters, which finds every place and some others; a place counts if it lies in a name and is the needle.
 */
function findNames(block: EntryBlock, needle: Buffer, found: Uint8Array): void {
  const { texts } = block;
  const { ends } = block.columns;
  const hay = texts.toString('latin1').toLowerCase();
  const wanted = needle.toString('latin1').toLowerCase();
  const cell = new CellCursor(block);
  let [entry, from] = [0, 0];
  for (;;) {
    const place = hay.indexOf(wanted, from);
    if (place < 0) return;
    while (entry < ends.length && (ends[entry] as number) <= place) entry += 1;
    if (entry === ends.length) return;
    cell.go(entry, 0);
    if (place < cell.from) {
      from = cell.from;
    } else if (place + needle.length > cell.to) {
      from = ends[entry] as number;
    } else if (foldedAt(texts, place, needle)) {
      found[entry] = 1;
      from = ends[entry] as number;
    } else {
      from = place + 1;
    }
  }
}

const EIGHT_DIGITS = 1e8;

/** Whether a number has these digits anywhere, without a text of each number. */
function numberSearch(wanted: string): (number: number) => boolean {
  const needle = Uint8Array.from(wanted, Number);
  const last = needle.length - 1;
  // The number's digits, the last first.
  const digits = new Uint8Array(24);
  return (number) => {
    // Both are small integers: a number has at most 15 digits.
    const high = (number / EIGHT_DIGITS) | 0;
    let rest = (number - high * EIGHT_DIGITS) | 0;
    let count = 0;
    for (; high > 0 ? count < 8 : rest > 0; count++) {
      const less = (rest / 10) | 0;
      digits[count] = rest - less * 10;
      rest = less;
    }
    for (rest = high; rest > 0; count++) {
      const less = (rest / 10) | 0;
      digits[count] = rest - less * 10;
      rest = less;
    }
    for (let end = count - needle.length; end >= 0; end--) {
      let at = last;
      while (at >= 0 && digits[end + last - at] === needle[at]) at -= 1;
      if (at < 0) return true;
    }
    return false;
  };
}
