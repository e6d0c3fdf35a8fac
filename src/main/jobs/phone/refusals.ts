/** Why a cell is no number that can be called, in words for the person, with what to do about it. */
export interface Refusal {
  readonly reason: string;
  readonly suggestion: string;
}

export type LengthFault = 'INVALID_COUNTRY' | 'NOT_A_NUMBER' | 'TOO_SHORT' | 'TOO_LONG' | 'INVALID_LENGTH';

/** What the words are made from; each is asked for only where the words need it. */
export interface Doubt {
  readonly text: string;
  readonly region: string;
  readonly lengthFault: () => LengthFault | undefined;
  /** Whether another spelling would be a number; its E.164 form. */
  readonly wouldBe: (text: string) => string | null;
}

const EXCEL_POWER = /^\d(?:[.,]\d+)?E\+?\d{1,2}$/i;
const BETWEEN_NUMBERS = /[/,;|\n]+/;
const WITH_COUNTRY_CODE = 'If it belongs to another country, write it with a plus sign and the country code.';

/** Finds the words for a refused cell; looks for the likeliest accident first. */
export function explain(doubt: Doubt): Refusal & { readonly doubtful?: true } {
  const text = doubt.text.trim();
  if (text === '') {
    return { reason: 'There is no number in this row.', suggestion: 'Add the number, or leave the row out.' };
  }
  if (EXCEL_POWER.test(text)) {
    return {
      reason: 'A spreadsheet has shortened this number; its last digits may be lost.',
      suggestion:
        'In the original sheet, format the column as text or as a number without decimals, then save as CSV again.',
    };
  }
  const digits = text.replaceAll(/\D/g, '').length;
  return letters(doubt, text, digits) ?? several(doubt, text) ?? byLength(doubt, digits);
}

function letters(doubt: Doubt, text: string, digits: number): Refusal | null {
  if (!/\p{L}/u.test(text)) return null;
  if (digits === 0)
    return { reason: 'This is no phone number.', suggestion: 'Check that the right column is used.' };
  const mended = doubt.wouldBe(text.replaceAll(/[oO]/g, '0').replaceAll(/[lI]/g, '1'));
  return {
    reason: 'A phone number must not have letters in it.',
    suggestion: mended === null ? 'Replace the letters by digits.' : `Did you mean ${mended}?`,
  };
}

function several(doubt: Doubt, text: string): Refusal | null {
  const parts = text.split(BETWEEN_NUMBERS, 2);
  if (parts.length < 2) return null;
  const [first, second] = parts.map((part) => doubt.wouldBe(part));
  if (!first || !second) return null;
  return {
    reason: 'The cell holds more than one number.',
    suggestion: `Keep one number in a row; the first is ${first}.`,
  };
}

function byLength(doubt: Doubt, digits: number): Refusal & { readonly doubtful?: true } {
  const lengthFault = doubt.lengthFault();
  if (lengthFault === 'INVALID_COUNTRY') {
    return {
      reason: 'The number does not begin with a country code that exists.',
      suggestion: 'Check the digits after the plus sign.',
    };
  }
  if (lengthFault === 'TOO_SHORT' && digits > 0 && digits <= 6) {
    return {
      reason: 'The number is too short; emergency and short numbers are never dialled.',
      suggestion: 'Write the whole number with its area code.',
    };
  }
  if (lengthFault === 'TOO_SHORT') {
    return {
      reason: 'The number is too short.',
      suggestion: 'Look for missing digits, such as the area code.',
    };
  }
  if (lengthFault === 'TOO_LONG') {
    return {
      reason: 'The number is too long.',
      suggestion: `Look for digits too many. ${WITH_COUNTRY_CODE}`,
    };
  }
  if (lengthFault === 'INVALID_LENGTH') {
    return { reason: 'The number has a wrong count of digits.', suggestion: WITH_COUNTRY_CODE };
  }
  if (lengthFault === 'NOT_A_NUMBER') {
    return {
      reason: 'This is no phone number.',
      suggestion: 'Check the cell, and that the right column is used.',
    };
  }
  return {
    doubtful: true,
    reason: 'The number is possible but not valid: no such number is given out.',
    suggestion: `Check the first digits (read as a number of ${doubt.region} unless it has a country code). ${WITH_COUNTRY_CODE}`,
  };
}
