import type { PhoneNumber } from 'libphonenumber-js/max';
import type { NumberType } from '#shared/number-types.ts';
import { LONGEST_TEXT } from './read-digits.ts';
import type { LengthFault } from './refusals.ts';

export type Library = typeof import('libphonenumber-js/max');

/** All that the library takes for a digit; a text without any is no number. */
const LIBRARY_DIGIT = /[0-9\uFF10-\uFF19\u0660-\u0669\u06F0-\u06F9]/;

/** The library's reading of a text, for texts that are more than plain digits; or why it finds no number in it. */
export function parseText(library: Library, text: string, region: string): PhoneNumber | LengthFault {
  if (text.length <= LONGEST_TEXT && !LIBRARY_DIGIT.test(text)) return 'NOT_A_NUMBER';
  try {
    const home = library.isSupportedCountry(region) ? region : undefined;
    return library.parsePhoneNumberWithError(text, home);
  } catch (error) {
    if (error instanceof library.ParseError) return error.message as LengthFault;
    throw error;
  }
}

const TYPES: Readonly<Record<string, NumberType>> = {
  FIXED_LINE: 'fixed-line',
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'fixed-line-or-mobile',
  TOLL_FREE: 'toll-free',
  VOIP: 'voip',
  PERSONAL_NUMBER: 'personal',
  PAGER: 'pager',
  UAN: 'uan',
  VOICEMAIL: 'voicemail',
  PREMIUM_RATE: 'premium-rate',
  SHARED_COST: 'shared-cost',
};

/** The type of a valid number in the words of lists. */
export function typeOf(number: PhoneNumber): NumberType {
  return TYPES[number.getType() ?? ''] ?? 'unknown';
}
