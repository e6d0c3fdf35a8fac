import metadata from 'libphonenumber-js/max/metadata';

export const REGIONS: readonly string[] = Object.keys(metadata.countries);
const CODES = [...Object.keys(metadata.country_calling_codes), ...Object.keys(metadata.nonGeographic)];

/** A small generator, so that a million numbers cost no time and a failure can be repeated. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const random = mulberry(20_260_101);
export const below = (limit: number) => Math.floor(random() * limit);
export const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
export const someDigits = (count: number) => Array.from({ length: count }, () => below(10)).join('');

type Plan = readonly (string | number)[];

const planOf = (region: string): Plan => metadata.countries[region as 'US'] as unknown as Plan;

/** A country's calling code. */
export const codeOf = (region: string): string => String(planOf(region)[0]);

/** A text that matches a metadata pattern (digits, classes, groups, repeats): numbers that are often valid. */
export function match(pattern: string): string {
  let at = 0;
  const sequence = (): string => {
    const options = [''];
    for (; at < pattern.length && pattern[at] !== ')'; ) {
      if (pattern[at] === '|') {
        at++;
        options.push('');
        continue;
      }
      options[options.length - 1] += repeated();
    }
    return pick(options);
  };
  const atom = (): (() => string) => {
    if (pattern.startsWith('\\d', at)) {
      at += 2;
      return () => someDigits(1);
    }
    if (pattern[at] === '[') {
      const end = pattern.indexOf(']', at);
      const chars = pattern
        .slice(at + 1, end)
        .replaceAll(/(\d)-(\d)/g, (_, from: string, to: string) =>
          Array.from({ length: +to - +from + 1 }, (_unused, index) => +from + index).join(''),
        );
      at = end + 1;
      return () => pick(chars.split(''));
    }
    if (pattern.startsWith('(?:', at)) {
      at += 3;
      const inner = sequence();
      at++;
      return () => inner;
    }
    const char = pattern[at++] as string;
    return () => char;
  };
  const repeated = (): string => {
    const make = atom();
    let [least, most] = [1, 1];
    if (pattern[at] === '?') {
      least = 0;
      at++;
    } else if (pattern[at] === '{') {
      const end = pattern.indexOf('}', at);
      const [from, to] = pattern.slice(at + 1, end).split(',');
      least = Number(from);
      most = Number(to ?? from);
      at = end + 1;
    }
    return Array.from({ length: least + below(most - least + 1) }, make).join('');
  };
  return sequence();
}

/** Digits that may be a number of the region, valid or nearly so. */
export function national(region: string): string {
  const plan = planOf(region);
  const types = (plan[11] as unknown as string[][]).map((type) => type?.[0]).filter(Boolean) as string[];
  const text = random() < 0.8 && types.length > 0 ? match(pick(types)) : match(String(plan[2]));
  const prefix = random() < 0.2 ? String(plan[5] || plan[7] || '0') : '';
  return (prefix.replaceAll(/\D/g, '').slice(0, 3) || '') + text;
}

/** Digits with separators between them. */
export function formatted(digits: string): string {
  return digits
    .split('')
    .map((digit) => (random() < 0.25 ? pick([' ', '-', '.', '/', '(', ')', ' ']) + digit : digit))
    .join('');
}

const JUNK = '0123456789+-(). x#;,~ext=tel:phone-contextEO\'"*／٣５ \u00a0Ⅷé';

/** A cell as lists of the region have them: mostly numbers in all notations, some junk. */
export function written(region: string): string {
  const plan = planOf(region);
  const kind = below(12);
  if (kind < 4) return random() < 0.5 ? national(region) : formatted(national(region));
  if (kind < 6) return `+${plan[0]}${random() < 0.5 ? national(region) : formatted(national(region))}`;
  if (kind === 6) return `${plan[0]}${national(region)}`;
  if (kind === 7)
    return `${pick(['00', '011', '0011', '810', '+', '+ '])}${pick(CODES)}${someDigits(below(14))}`;
  if (kind === 8) return `${pick(['', '+', '(+', '0'])}${formatted(someDigits(below(20)))}`;
  if (kind === 9)
    return `${national(region)}${pick([' ext. ', 'x', ' #', ';ext=', ',,', ' - ', '~'])}${someDigits(below(6))}`;
  if (kind === 10)
    return pick(['=', '="', "'", 'tel:', 'Tel. ']) + national(region) + pick(['', '"', ' ', '.']);
  return Array.from({ length: below(24) }, () => pick(JUNK.split(''))).join('');
}
