import type { NumberKind, RawMetadata } from './plans.ts';
import { Plans } from './plans.ts';
import { plainDigits, readDigits } from './read-digits.ts';
import { explain, type LengthFault, type Refusal } from './refusals.ts';

/**
 * What a text is as a phone number. `number` and `never-dialled` are valid numbers; the latter are premium-rate or
 * shared-cost and must not be called. `digits` is E.164 without its plus sign.
 */
export type Verdict =
  | { readonly outcome: 'number'; readonly digits: string }
  | ({ readonly outcome: 'never-dialled'; readonly digits: string } & Refusal)
  | ({ readonly outcome: 'refused' } & Refusal);

export interface PhoneRules {
  /**
   * Reads a text as a phone number; `region` is the ISO 3166 code for numbers without a country code. The verdict
   * (valid or not, and the E.164 digits) is that of libphonenumber-js/max on every text. Never throws.
   */
  normalise(text: string, region: string): Verdict;
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

function rulesOf(library: Library, metadata: RawMetadata): PhoneRules {
  const plans = new Plans(metadata);
  const wouldBe = (text: string, region: string): string | null => {
    const number = parse(library, text, region);
    return number?.isValid() ? number.number : null;
  };
  return {
    hasRegion: (region) => plans.ofRegion(region) !== undefined,
    normalise(text, region) {
      const plain = plainDigits(text);
      const reading = plain && readDigits(plans, plain, region);
      if (reading?.valid) return verdictOf(reading.digits, reading.kind);
      if (plain === null) {
        const number = parse(library, text, region);
        if (number?.isValid()) return verdictOf(number.number.slice(1), kindNamed(number.getType()));
      }
      const lengthFault = lengthFaultOf(library, text, region);
      return {
        outcome: 'refused',
        ...explain({ text, region, lengthFault, wouldBe: (other) => wouldBe(other, region) }),
      };
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

function kindNamed(type: string | undefined): NumberKind | null {
  if (type === 'PREMIUM_RATE') return 'premium-rate';
  return type === 'SHARED_COST' ? 'shared-cost' : null;
}

function verdictOf(digits: string, kind: NumberKind | null): Verdict {
  if (kind !== 'premium-rate' && kind !== 'shared-cost') return { outcome: 'number', digits };
  return {
    outcome: 'never-dialled',
    digits,
    reason: `This is a ${kind === 'premium-rate' ? 'premium-rate' : 'shared-cost'} number; these are never dialled.`,
    suggestion: 'Use a number that costs the callee nothing, or leave the row out.',
  };
}
