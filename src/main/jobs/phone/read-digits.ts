import { kindOf, mayBeMobile, type NumberKind, type Pattern, type Plan, type Plans } from './plans.ts';

/** A cell of digits and plain punctuation, without the punctuation. */
export interface Digits {
  readonly international: boolean;
  readonly digits: string;
}

/** The library's limit; it refuses longer texts. */
export const LONGEST_TEXT = 250;
/** The library reads shorter texts by other rules. */
export const SHORTEST_DIGITS = 3;
const [SHORTEST_NATIONAL, LONGEST_NATIONAL] = [2, 17];
const [ZERO, NINE, PLUS] = [48, 57, 43];
/** Space, no-break space, ( ) - . / */
export const SEPARATORS = new Set([32, 160, 40, 41, 45, 46, 47]);

/**
 * Takes the digits out of a text that has nothing but digits, plain separators and perhaps a plus sign before them;
 * null for any other text (extensions, letters, other scripts), which is left to the library.
 */
export function plainDigits(text: string): Digits | null {
  if (text.length > LONGEST_TEXT) return null;
  let international = false;
  let digits = '';
  let from = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      if (from < 0) from = at;
      continue;
    }
    if (from >= 0) {
      digits += text.slice(from, at);
      from = -1;
    }
    if (code === PLUS && !international && digits === '') international = true;
    else if (!SEPARATORS.has(code)) return null;
  }
  if (from >= 0) digits = from === 0 ? text : digits + text.slice(from);
  return digits.length < SHORTEST_DIGITS ? null : { international, digits };
}

/** A number as the library would store it, and whether it is valid. */
export interface Reading {
  readonly callingCode: string;
  readonly national: string;
  /** The plan that the number belongs to by its digits; null if they don't tell. */
  readonly located: Plan | null;
  /** The country that the number was written for; null if it has a country code. */
  readonly own: Plan | null;
  /** The plan that decides: of the above, else of the calling code's main country. */
  readonly plan: Plan;
  readonly valid: boolean;
  readonly kind: NumberKind | null;
  /** A fixed line that may as well be a mobile. */
  readonly either: boolean;
}

/** Why digits can't be read at all, in the library's words. */
export type Unreadable = 'INVALID_COUNTRY' | 'TOO_SHORT' | 'TOO_LONG';

/**
 * libphonenumber-js's parsePhoneNumberFromString and isValid for plain digits, on compiled plans: the same steps in
 * the same order (es6/parse.js and es6/helpers), some twenty times as fast. Says why where the library finds no
 * number. `test/property/import-phone.test.ts` holds it to the library's verdicts.
 */
export function readDigits(
  plans: Plans,
  { international, digits }: Digits,
  region: string,
): Reading | Unreadable {
  const home = plans.ofRegion(region);
  if (!international && home === undefined) return 'INVALID_COUNTRY';
  let rest: string | null = international ? digits : withoutIdd(plans, home as Plan, digits);
  let plan: Plan | null = null;
  let own: Plan | null = null;
  if (rest === null && home !== undefined) {
    rest = withoutHomeCode(plans, home, digits);
    if (rest === digits) own = home;
    plan = own ?? plans.ofCallingCode(home.callingCode);
  } else if (rest !== null && !plans.begins(rest, '0')) {
    for (let length = 1; length <= 3 && length <= rest.length && plan === null; length++) {
      plan = plans.ofCallingCode(rest.slice(0, length));
      if (plan !== null) rest = rest.slice(length);
    }
  }
  if (plan === null || rest === null) return 'INVALID_COUNTRY';
  const national = withoutPrefix(plans, plan, rest);
  if (national.length < SHORTEST_NATIONAL) return 'TOO_SHORT';
  if (national.length > LONGEST_NATIONAL) return 'TOO_LONG';
  const callingCode = plan.callingCode;
  const located = plans.ofNumber(callingCode, national);
  const exact = located ?? own ?? plans.ofCallingCode(callingCode) ?? plan;
  const kind = kindOf(exact, national);
  return {
    callingCode,
    national,
    located,
    own,
    plan: exact,
    kind,
    either: kind === 'fixed-line' && mayBeMobile(exact, national),
    valid: exact.kinds === null ? exact.general.test(national) : kind !== null,
  };
}

/** What is wrong with the length of a number that could be read; undefined if nothing is. */
export function lengthFaultOf(
  plans: Plans,
  { callingCode, national, located }: Reading,
): Unreadable | 'INVALID_LENGTH' | undefined {
  // The library reads the number's E.164 form anew for this: without its home, and a prefix may go once more.
  const main = plans.ofCallingCode(callingCode) as Plan;
  const rest = withoutPrefix(plans, main, national);
  if (rest.length < SHORTEST_NATIONAL) return 'TOO_SHORT';
  const { lengths } = (rest === national ? located : plans.ofNumber(callingCode, rest)) ?? main;
  if (lengths.includes(rest.length)) return undefined;
  if (rest.length < (lengths[0] as number)) return 'TOO_SHORT';
  return rest.length > (lengths.at(-1) as number) ? 'TOO_LONG' : 'INVALID_LENGTH';
}

/** The digits behind an international dialling prefix (011, 00, ...); null if there is none. */
function withoutIdd(plans: Plans, home: Plan, digits: string): string | null {
  const match = home.idd?.exec(digits)?.[0];
  if (!match) return null;
  const rest = digits.slice(match.length);
  // No country code begins with 0: then the prefix was none.
  return rest === '' || plans.begins(rest, '0') ? null : rest;
}

/** Strips the home country's code from a number that is only good without it, such as 14155552671 in the US. */
function withoutHomeCode(plans: Plans, home: Plan, digits: string): string {
  if (!plans.begins(digits, home.callingCode)) return digits;
  const shorter = digits.slice(home.callingCode.length);
  const national = withoutPrefix(plans, home, digits);
  const strip =
    (!home.general.test(national) && home.general.test(withoutPrefix(plans, home, shorter))) ||
    national.length > (home.lengths.at(-1) as number);
  return strip ? shorter : digits;
}

/** Strips a national prefix and carrier code, unless that makes a good number bad. */
function withoutPrefix(plans: Plans, plan: Plan, number: string): string {
  const match = number === '' ? null : plan.prefix?.exec(number);
  if (!match) return number;
  const captured = match.length > 1 && Boolean(match.at(-1));
  const national =
    plan.transform !== null && captured
      ? number.replace(plan.prefix as Pattern, plan.transform)
      : number.slice(match[0].length);
  if (national === number) return number;
  if (plan.general.test(number) && !plan.general.test(national)) return number;
  const { lengths } = plans.ofNumber(plan.callingCode, national) ?? plan;
  const tooLong = national.length > (lengths.at(-1) as number);
  return tooLong || lengths.includes(national.length) ? national : number;
}
