/** What libphonenumber's metadata calls a type of number. */
export type NumberKind =
  | 'fixed-line'
  | 'mobile'
  | 'premium-rate'
  | 'toll-free'
  | 'shared-cost'
  | 'voip'
  | 'personal'
  | 'pager'
  | 'uan'
  | 'voicemail';

/** What a pattern took, and its groups. */
export interface Match {
  readonly 0: string;
  readonly length: number;
  at(index: number): string | undefined;
}

/** What is asked of a regular expression; `RegExp` is one. */
export interface Pattern {
  test(text: string): boolean;
  exec(text: string): Match | null;
  [Symbol.replace](text: string, by: string): string;
}

/** A country's numbering plan: the parts of the metadata that decide what a number is, compiled. */
export interface Plan {
  /** ISO 3166 code; '' for a code that belongs to no country. */
  readonly region: string;
  readonly callingCode: string;
  /** What is dialled before a country code; null if the plan has no country. */
  readonly idd: Pattern | null;
  readonly general: Pattern;
  readonly lengths: readonly number[];
  /** National prefix and carrier codes, and what becomes of them. */
  readonly prefix: Pattern | null;
  readonly transform: string | null;
  readonly leading: Pattern | null;
  /** In the library's order of questions; null: the general pattern alone decides. */
  readonly kinds: readonly { kind: NumberKind; lengths: readonly number[]; pattern: Pattern }[] | null;
  /** Whether fixed lines can't be told from mobiles: `always` by their patterns, or number by number. */
  readonly alike: 'always' | 'never' | Pattern;
}

/** libphonenumber-js's compact metadata, version 4: positions as in its es6/metadata.js. */
export interface RawMetadata {
  readonly version: number;
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>;
  readonly countries: Readonly<Record<string, readonly unknown[]>>;
  readonly nonGeographic: Readonly<Record<string, readonly unknown[]>>;
}

/** Position of each type in the metadata, in the order in which the library asks. */
const KINDS: readonly (readonly [NumberKind, number])[] = [
  ['fixed-line', 0],
  ['mobile', 1],
  ['premium-rate', 3],
  ['toll-free', 2],
  ['shared-cost', 9],
  ['voip', 8],
  ['personal', 4],
  ['pager', 7],
  ['uan', 6],
  ['voicemail', 5],
];

function compile(raw: readonly unknown[], region: string, patternOf: (source: string) => Pattern): Plan {
  const whole = (pattern: unknown) => patternOf(`^(?:${pattern as string})$`);
  const start = (pattern: unknown) => (pattern ? patternOf(`^(?:${pattern as string})`) : null);
  const lengths = raw[3] as readonly number[];
  const types = raw[11] as readonly ([string, (readonly number[])?] | undefined)[] | undefined;
  const [fixed, mobile] = [types?.[0]?.[0], types?.[1]?.[0]];
  return {
    region,
    alike: !fixed ? 'never' : !mobile || mobile === fixed ? 'always' : whole(mobile),
    callingCode: raw[0] as string,
    idd: start(raw[1]),
    general: whole(raw[2]),
    lengths,
    prefix: start(raw[7] || raw[5]),
    transform: (raw[8] as string) || null,
    leading: start(raw[10]),
    kinds:
      !types || types.length === 0
        ? null
        : KINDS.flatMap(([kind, position]) => {
            const type = types[position];
            return type?.[0] ? [{ kind, lengths: type[1] || lengths, pattern: whole(type[0]) }] : [];
          }),
  };
}

/** The numbering plans of the world, each compiled when first needed. */
export class Plans {
  readonly #raw: RawMetadata;
  readonly #patternOf: (source: string) => Pattern;
  readonly #byRegion = new Map<string, Plan>();
  readonly #byCode = new Map<string, Plan | null>();

  constructor(raw: RawMetadata, patternOf: (source: string) => Pattern = (source) => new RegExp(source)) {
    if (raw.version !== 4) throw new Error(`Phone metadata of version ${raw.version} is not understood.`);
    this.#raw = raw;
    this.#patternOf = patternOf;
  }

  /** The plan of a country by its ISO 3166 code, or undefined. */
  ofRegion(region: string): Plan | undefined {
    let plan = this.#byRegion.get(region);
    if (plan === undefined && Object.hasOwn(this.#raw.countries, region)) {
      plan = compile(this.#raw.countries[region] as readonly unknown[], region, this.#patternOf);
      this.#byRegion.set(region, plan);
    }
    return plan;
  }

  /** The plan of a calling code's main country, or of a code that belongs to none; null if there is no such code. */
  ofCallingCode(code: string): Plan | null {
    let plan = this.#byCode.get(code);
    if (plan === undefined) {
      const main = this.#raw.country_calling_codes[code]?.[0];
      const shared = this.#raw.nonGeographic[code];
      plan =
        main !== undefined
          ? (this.ofRegion(main) ?? null)
          : shared === undefined
            ? null
            : compile(shared, '', this.#patternOf);
      this.#byCode.set(code, plan);
    }
    return plan;
  }

  /** Whether digits begin with others. */
  begins(digits: string, start: string): boolean {
    return digits.startsWith(start);
  }

  /** The plan of the country that a national number belongs to, among those sharing the code; null if unclear. */
  ofNumber(code: string, national: string): Plan | null {
    const regions = this.#raw.country_calling_codes[code];
    if (regions === undefined) return null;
    if (regions.length === 1) return this.ofRegion(regions[0] as string) ?? null;
    for (const region of regions) {
      const plan = this.ofRegion(region) as Plan;
      if (plan.leading === null ? kindOf(plan, national) !== null : national && plan.leading.test(national)) {
        return plan;
      }
    }
    return null;
  }
}

/** Whether a fixed line may as well be a mobile, as the library says by FIXED_LINE_OR_MOBILE. */
export function mayBeMobile(plan: Plan, national: string): boolean {
  if (plan.alike === 'always' || plan.alike === 'never') return plan.alike === 'always';
  return plan.alike.test(national);
}

/** The type of a national number in a plan; null if it has none, which makes it invalid where a plan has types. */
export function kindOf(plan: Plan, national: string): NumberKind | null {
  if (plan.kinds === null || !plan.general.test(national)) return null;
  for (const { kind, lengths, pattern } of plan.kinds) {
    if (lengths.includes(national.length) && pattern.test(national)) return kind;
  }
  return null;
}
