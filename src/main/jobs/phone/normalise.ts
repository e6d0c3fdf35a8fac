import type { PhoneNumber } from 'libphonenumber-js/max';
import { packTraits } from '#main/db/number-traits.ts';
import type { NumberType } from '#shared/number-types.ts';
import { Plans, type RawMetadata } from './plans.ts';
import { QuickNumbers } from './quick-numbers.ts';
import { LONGEST_TEXT, lengthFaultOf, plainDigits, type Reading, readDigits } from './read-digits.ts';
import { RecentRefusals } from './recent-refusals.ts';
import { explain, type LengthFault, type Refusal } from './refusals.ts';
import { SurePlans } from './sure-plans.ts';

/**
 * What a text is as a phone number. `number` and `never-dialled` are valid numbers; the latter are premium-rate or
 * shared-cost and must not be called. `digits` is E.164 without its plus sign; `traits` its country and type. A
 * refused text that is possible but not valid has `doubtful`: the digits that a person may accept it as.
 */
export type Verdict =
  | { readonly outcome: 'number'; readonly digits: string; readonly traits: number }
  | ({ readonly outcome: 'never-dialled'; readonly digits: string } & Refusal)
  | ({ readonly outcome: 'refused'; readonly doubtful?: string; readonly traits?: number } & Refusal);

export interface PhoneRules {
  /**
   * Reads a text as a phone number; `region` is the ISO 3166 code for numbers without a country code. The verdict
   * (valid or not, and the E.164 digits) is that of libphonenumber-js/max on every text. Never throws.
   */
  normalise(text: string, region: string): Verdict;
  /** A reader for many numbers of a region: what it reads is what `normalise` says; the rest it leaves to it. */
  quick(region: string): QuickNumbers;
  hasRegion(region: string): boolean;
}

type Library = typeof import('libphonenumber-js/max');

let loading: Promise<PhoneRules> | undefined;

/** Loads the phone metadata (some 150 kB) the first time it is asked for, never before. */
export function loadPhoneRules(): Promise<PhoneRules> {
  loading ??= Promise.all([import('libphonenumber-js/max'), import('libphonenumber-js/max/metadata')]).then(
    ([library, metadata]) => rulesOf(library, metadata.default as unknown as RawMetadata),
  );
  return loading;
}

interface Kind {
  readonly type: NumberType;
  readonly region: string;
}

function rulesOf(library: Library, metadata: RawMetadata): PhoneRules {
  const plans = new Plans(metadata);
  const surePlans = new SurePlans(metadata);
  const recent = new RecentRefusals<Verdict>();
  // The same few traits come again and again: a look-up costs less than packing them.
  const traits = new Map<string, Map<NumberType, number>>();
  const traitsOf = ({ region, type }: Kind): number => {
    let byType = traits.get(region);
    if (byType === undefined) traits.set(region, (byType = new Map()));
    let packed = byType.get(type);
    if (packed === undefined) byType.set(type, (packed = packTraits(region, type)));
    return packed;
  };
  const verdictOf = (digits: string, kind: Kind): Verdict =>
    isPaid(kind.type)
      ? neverDialled(digits, kind.type)
      : { outcome: 'number', digits, traits: traitsOf(kind) };
  const wouldBe = (text: string, region: string): string | null => {
    const plain = plainDigits(text);
    if (plain === null) {
      const number = parse(library, text, region);
      return typeof number !== 'string' && number.isValid() ? number.number : null;
    }
    const reading = readDigits(plans, plain, region);
    return typeof reading !== 'string' && reading.valid ? `+${digitsOf(reading)}` : null;
  };
  const refuse = (text: string, region: string, unread: Invalid | LengthFault): Verdict => {
    const fault = typeof unread === 'string' ? () => unread : unread.lengthFault;
    const hasHome = region === '' || plans.ofRegion(region) !== undefined;
    const { reason, suggestion, doubtful } = explain({
      text,
      region,
      lengthFault: hasHome ? fault : () => 'INVALID_COUNTRY',
      wouldBe: (other) => wouldBe(other, region),
    });
    const verdict: Verdict =
      doubtful && typeof unread !== 'string' && unread.possible
        ? {
            outcome: 'refused',
            reason,
            suggestion,
            doubtful: unread.digits,
            traits: traitsOf({ region: unread.region, type: 'unknown' }),
          }
        : { outcome: 'refused', reason, suggestion };
    recent.add(text, region, verdict);
    return verdict;
  };
  return {
    hasRegion: (region) => plans.ofRegion(region) !== undefined,
    quick: (region) =>
      new QuickNumbers({
        plans: surePlans,
        region,
        traitsOf(reading) {
          const kind = kindOfReading(reading);
          return isPaid(kind.type) ? undefined : traitsOf(kind);
        },
      }),
    normalise(text, region) {
      const plain = plainDigits(text);
      if (plain !== null) {
        const reading = readDigits(plans, plain, region);
        if (typeof reading === 'string') return recent.find(text, region) ?? refuse(text, region, reading);
        if (reading.valid) return verdictOf(digitsOf(reading), kindOfReading(reading));
        return recent.find(text, region) ?? refuse(text, region, invalidReading(plans, reading));
      }
      const known = recent.find(text, region);
      if (known !== undefined) return known;
      const number = parse(library, text, region);
      if (typeof number === 'string') return refuse(text, region, number);
      if (!number.isValid()) return refuse(text, region, invalidNumber(library, number));
      const kind = { region: number.country ?? '', type: typeNamed(number.getType()) };
      return verdictOf(number.number.slice(1), kind);
    },
  };
}

/** A number that could be read but is not valid. */
interface Invalid {
  readonly digits: string;
  /** ISO 3166 code; '' if the number does not tell. */
  readonly region: string;
  readonly possible: boolean;
  readonly lengthFault: () => LengthFault | undefined;
}

function invalidReading(plans: Plans, reading: Reading): Invalid {
  return {
    digits: digitsOf(reading),
    region: (reading.located ?? reading.own)?.region ?? '',
    possible: reading.plan.lengths.includes(reading.national.length),
    lengthFault: () => lengthFaultOf(plans, reading),
  };
}

function invalidNumber(library: Library, number: PhoneNumber): Invalid {
  return {
    digits: number.number.slice(1),
    region: number.country ?? '',
    possible: number.isPossible(),
    lengthFault: () => library.validatePhoneNumberLength(number.number),
  };
}

const digitsOf = ({ callingCode, national }: Reading): string => callingCode + national;

function kindOfReading({ plan, kind, either }: Reading): Kind {
  return { region: plan.region, type: either ? 'fixed-line-or-mobile' : (kind ?? 'unknown') };
}

/** All that the library takes for a digit; a text without any is no number. */
const LIBRARY_DIGIT = /[0-9\uFF10-\uFF19\u0660-\u0669\u06F0-\u06F9]/;

function parse(library: Library, text: string, region: string): PhoneNumber | LengthFault {
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

function typeNamed(type: string | undefined): NumberType {
  return TYPES[type ?? ''] ?? 'unknown';
}

function isPaid(type: NumberType): type is 'premium-rate' | 'shared-cost' {
  return type === 'premium-rate' || type === 'shared-cost';
}

function neverDialled(digits: string, kind: NumberType): Verdict {
  return {
    outcome: 'never-dialled',
    digits,
    reason: `This is a ${kind === 'premium-rate' ? 'premium-rate' : 'shared-cost'} number; these are never dialled.`,
    suggestion: 'Use a number that costs the callee nothing, or leave the row out.',
  };
}
