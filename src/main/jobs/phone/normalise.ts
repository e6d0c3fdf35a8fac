import { packTraits } from '#main/db/number-traits.ts';
import type { NumberType } from '#shared/number-types.ts';
import { type Library, parseText, typeOf } from './library-numbers.ts';
import { Plans, type RawMetadata } from './plans.ts';
import { QuickNumbers } from './quick-numbers.ts';
import { lengthFaultOf, plainDigits, type Reading, readDigits } from './read-digits.ts';
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

let loading: Promise<PhoneRules> | undefined;

/** Loads the phone metadata (some 150 kB) the first time it is asked for, never before. */
export function loadPhoneRules(): Promise<PhoneRules> {
  loading ??= Promise.all([import('libphonenumber-js/max'), import('libphonenumber-js/max/metadata')]).then(
    ([library, metadata]) => new Rules(library, metadata.default as unknown as RawMetadata),
  );
  return loading;
}

interface Kind {
  /** ISO 3166 code; '' for none. */
  readonly region: string;
  readonly type: NumberType;
}

/** A number that could be read but is not valid. */
interface Invalid {
  readonly digits: string;
  /** ISO 3166 code; '' if the number does not tell. */
  readonly region: string;
  readonly possible: boolean;
  readonly lengthFault: () => LengthFault | undefined;
}

class Rules implements PhoneRules {
  readonly #library: Library;
  readonly #plans: Plans;
  readonly #surePlans: SurePlans;
  readonly #recent = new RecentRefusals<Verdict>();
  readonly #traits = new Map<string, Map<NumberType, number>>();

  constructor(library: Library, metadata: RawMetadata) {
    this.#library = library;
    this.#plans = new Plans(metadata);
    this.#surePlans = new SurePlans(metadata);
  }

  hasRegion(region: string): boolean {
    return this.#plans.ofRegion(region) !== undefined;
  }

  quick(region: string): QuickNumbers {
    return new QuickNumbers({
      plans: this.#surePlans,
      region,
      traitsOf: (reading) => {
        const kind = kindOfReading(reading);
        return isPaid(kind.type) ? undefined : this.#traitsOf(kind);
      },
    });
  }

  normalise(text: string, region: string): Verdict {
    const plain = plainDigits(text);
    if (plain === null) return this.#recent.find(text, region) ?? this.#byLibrary(text, region);
    const reading = readDigits(this.#plans, plain, region);
    if (typeof reading !== 'string' && reading.valid)
      return this.#verdict(digitsOf(reading), kindOfReading(reading));
    const known = this.#recent.find(text, region);
    if (known !== undefined) return known;
    return this.#refuse(text, region, typeof reading === 'string' ? reading : this.#invalidReading(reading));
  }

  #byLibrary(text: string, region: string): Verdict {
    const number = parseText(this.#library, text, region);
    if (typeof number === 'string') return this.#refuse(text, region, number);
    const country = number.country ?? '';
    if (number.isValid())
      return this.#verdict(number.number.slice(1), { region: country, type: typeOf(number) });
    return this.#refuse(text, region, {
      digits: number.number.slice(1),
      region: country,
      possible: number.isPossible(),
      lengthFault: () => this.#library.validatePhoneNumberLength(number.number),
    });
  }

  #invalidReading(reading: Reading): Invalid {
    return {
      digits: digitsOf(reading),
      region: (reading.located ?? reading.own)?.region ?? '',
      possible: reading.plan.lengths.includes(reading.national.length),
      lengthFault: () => lengthFaultOf(this.#plans, reading),
    };
  }

  #refuse(text: string, region: string, unread: Invalid | LengthFault): Verdict {
    const fault = typeof unread === 'string' ? () => unread : unread.lengthFault;
    // In a region it does not know, the library says this of every text.
    const hasHome = region === '' || this.hasRegion(region);
    const { reason, suggestion, doubtful } = explain({
      text,
      region,
      lengthFault: hasHome ? fault : () => 'INVALID_COUNTRY',
      wouldBe: (other) => this.#wouldBe(other, region),
    });
    const verdict: Verdict =
      doubtful && typeof unread !== 'string' && unread.possible
        ? {
            outcome: 'refused',
            reason,
            suggestion,
            doubtful: unread.digits,
            traits: this.#traitsOf({ region: unread.region, type: 'unknown' }),
          }
        : { outcome: 'refused', reason, suggestion };
    this.#recent.add(text, region, verdict);
    return verdict;
  }

  /** The E.164 form of another text, if it is a valid number. */
  #wouldBe(text: string, region: string): string | null {
    const plain = plainDigits(text);
    if (plain === null) {
      const number = parseText(this.#library, text, region);
      return typeof number !== 'string' && number.isValid() ? number.number : null;
    }
    const reading = readDigits(this.#plans, plain, region);
    return typeof reading !== 'string' && reading.valid ? `+${digitsOf(reading)}` : null;
  }

  #verdict(digits: string, kind: Kind): Verdict {
    if (isPaid(kind.type)) return neverDialled(digits, kind.type);
    return { outcome: 'number', digits, traits: this.#traitsOf(kind) };
  }

  // The same few traits come again and again: a look-up costs less than packing them.
  #traitsOf({ region, type }: Kind): number {
    let byType = this.#traits.get(region);
    if (byType === undefined) this.#traits.set(region, (byType = new Map()));
    let packed = byType.get(type);
    if (packed === undefined) byType.set(type, (packed = packTraits(region, type)));
    return packed;
  }
}

const digitsOf = ({ callingCode, national }: Reading): string => callingCode + national;

function kindOfReading({ plan, kind, either }: Reading): Kind {
  return { region: plan.region, type: either ? 'fixed-line-or-mobile' : (kind ?? 'unknown') };
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
