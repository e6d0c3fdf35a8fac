import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPhoneRules, type PhoneRules } from '#main/jobs/phone/normalise.ts';

const REGIONS = Object.keys(metadata.countries);
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

const random = mulberry(20_260_101);
const below = (limit: number) => Math.floor(random() * limit);
const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
const someDigits = (count: number) => Array.from({ length: count }, () => below(10)).join('');

type Plan = readonly (string | number)[];

/** A text that matches a metadata pattern (digits, classes, groups, repeats): numbers that are often valid. */
function match(pattern: string): string {
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

function national(region: string): string {
  const plan = metadata.countries[region as 'US'] as unknown as Plan;
  const types = (plan[11] as unknown as string[][]).map((type) => type?.[0]).filter(Boolean) as string[];
  const text = random() < 0.8 && types.length > 0 ? match(pick(types)) : match(String(plan[2]));
  const prefix = random() < 0.2 ? String(plan[5] || plan[7] || '0') : '';
  return (prefix.replaceAll(/\D/g, '').slice(0, 3) || '') + text;
}

function formatted(digits: string): string {
  return digits
    .split('')
    .map((digit) => (random() < 0.25 ? pick([' ', '-', '.', '/', '(', ')', ' ']) + digit : digit))
    .join('');
}

const JUNK = '0123456789+-(). x#;,~ext=tel:phone-contextEO\'"*／٣５ \u00a0Ⅷé';

function written(region: string): string {
  const plan = metadata.countries[region as 'US'] as unknown as Plan;
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

describe('phone numbers', () => {
  let rules: PhoneRules;
  beforeAll(async () => {
    rules = await loadPhoneRules();
  });

  it('get the verdict of libphonenumber-js/max on 240,000 generated texts of every region', {
    timeout: 600_000,
  }, () => {
    let valid = 0;
    const different: string[] = [];
    const count = Number(process.env['PHONE_TEXTS'] ?? 240_000);
    for (let index = 0; index < count; index++) {
      const region = REGIONS[index % REGIONS.length] as string;
      // Home numbers, and now and then another country's, or a region nobody knows.
      const text = written(random() < 0.9 ? region : pick(REGIONS));
      const asked = random() < 0.01 ? 'ZZ' : region;
      const number = parsePhoneNumberFromString(text, asked as 'US');
      const expected = number?.isValid() ? number.number : null;
      const verdict = rules.normalise(text, asked);
      const got = verdict.outcome === 'refused' ? null : `+${verdict.digits}`;
      if (got !== expected) different.push(`${JSON.stringify(text)} ${asked}: ${got} instead of ${expected}`);
      const paid = ['PREMIUM_RATE', 'SHARED_COST'].includes(number?.getType() ?? '');
      if (expected && paid !== (verdict.outcome === 'never-dialled'))
        different.push(`${text} ${asked}: type`);
      if (verdict.outcome === 'refused' && (!verdict.reason || !verdict.suggestion))
        different.push(`${text}: no words`);
      if (expected) valid++;
    }
    expect(different.slice(0, 20)).toEqual([]);
    // The comparison is worth something only if many of them are valid.
    expect(valid).toBeGreaterThan(count / 4);
  });
});
