import { packTraits } from '#main/db/number-traits.ts';
import type { NumberType } from '#shared/number-types.ts';
import type { NumberKind, RawMetadata } from './plans.ts';
import { Plans } from './plans.ts';
import { QuickNumbers } from './quick-numbers.ts';
import { plainDigits, readDigits } from './read-digits.ts';
import { explain, type LengthFault, type Refusal } from './refusals.ts';

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
  hasRegion(region: string): boolean;
  quick(region: string): QuickNumbers;
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
    kind.type === 'premium-rate' || kind.type === 'shared-cost'
      ? neverDialled(digits, kind.type)
      : { outcome: 'number', digits, traits: traitsOf(kind) };
  const refuse = (text: string, region: string): Verdict => {
    const lengthFault = lengthFaultOf(library, text, region);
    const wouldBe = (other: string): string | null => {
      const number = parse(library, other, region);
      return number?.isValid() ? number.number : null;
    };
    const words = explain({ text, region, lengthFault, wouldBe });
    const number = words.doubtful ? parse(library, text, region) : undefined;
    const { reason, suggestion } = words;
    if (!number?.isPossible()) return { outcome: 'refused', reason, suggestion };
    const kind = traitsOf({ region: number.country ?? '', type: 'unknown' });
    return { outcome: 'refused', reason, suggestion, doubtful: number.number.slice(1), traits: kind };
  };
  return {
    quick(region) {
      return new QuickNumbers(this, region);
    },
    hasRegion: (region) => plans.ofRegion(region) !== undefined,
    normalise(text, region) {
      const plain = plainDigits(text);
      const reading = plain && readDigits(plans, plain, region);
      if (reading?.valid) {
        const type = reading.either ? 'fixed-line-or-mobile' : (reading.kind ?? 'unknown');
        return verdictOf(reading.digits, { region: reading.region, type });
      }
      if (plain === null) {
        const number = parse(library, text, region);
        if (number?.isValid()) {
          const type = typeNamed(number.getType());
          return verdictOf(number.number.slice(1), { region: number.country ?? '', type });
        }
      }
      return refuse(text, region);
    },
  };
}

function parse(library: Library, text: string, region: string) {
  return library.parsePhoneNumberFromString(text, region as 'US');
}

function lengthFaultOf(library: Library, text: string, region: string): LengthFault | undefined {
  try {
    const { number } = library.parsePhoneNumberWithError(text, region as 'US');
    return library.validatePhoneNumberLength(number);
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

function neverDialled(digits: string, kind: NumberKind): Verdict {
  return {
    outcome: 'never-dialled',
    digits,
    reason: `This is a ${kind === 'premium-rate' ? 'premium-rate' : 'shared-cost'} number; these are never dialled.`,
    suggestion: 'Use a number that costs the callee nothing, or leave the row out.',
  };
}
