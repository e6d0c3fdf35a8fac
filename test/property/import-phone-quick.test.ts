import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { beforeAll, describe, expect, it } from 'vitest';
import { unpackTraits } from '#main/db/number-traits.ts';
import { loadPhoneRules, type PhoneRules } from '#main/jobs/phone/normalise.ts';
import type { QuickNumbers } from '#main/jobs/phone/quick-numbers.ts';
import {
  below,
  codeOf,
  formatted,
  national,
  pick,
  REGIONS,
  random,
  someDigits,
  written,
} from './phone-texts.ts';

const encoder = new TextEncoder();

/** A cell in the midst of a line, as the reader meets it. */
function read(quick: QuickNumbers, text: string): { number: number; traits: number } | 'refused' | null {
  const bytes = encoder.encode(`9;${text};8`);
  if (quick.read(bytes, 2, bytes.length - 2)) return { number: quick.number, traits: quick.traits };
  return quick.refused ? 'refused' : null;
}

const IDD = ['00', '011', '0011', '810', '009', '0015', '119', '001'];

function otherDigit(text: string): string {
  const at = below(text.length);
  return /\d/.test(text[at] ?? '') ? text.slice(0, at) + someDigits(1) + text.slice(at + 1) : text;
}

/** Plain numbers in every notation, right ones, near misses and wrong lengths. */
function plain(region: string): string {
  const there = random() < 0.85 ? region : pick(REGIONS);
  const digits = random() < 0.15 ? someDigits(below(19)) : national(there);
  const front = pick(['', '', '+', '', '0', 'idd', codeOf(there)]);
  let text = digits;
  if (front === '+') text = `+${codeOf(there)}${digits}`;
  else if (front === 'idd') text = `${pick(IDD)}${codeOf(there)}${digits}`;
  else text = front + digits;
  if (random() < 0.2) text = otherDigit(text);
  if (random() < 0.1) text = text.slice(0, below(text.length + 1));
  if (random() < 0.05) text += someDigits(1 + below(3));
  return random() < 0.3 ? formatted(text) : text;
}

/** Another number that begins alike, so that what the reader learned of the one is tried on the other. */
function alike(text: string): string {
  const kept = below(text.length);
  return text.slice(0, kept) + text.slice(kept).replaceAll(/\d/g, () => someDigits(1));
}

const TYPES: Readonly<Record<string, string>> = {
  'fixed-line': 'FIXED_LINE',
  mobile: 'MOBILE',
  'fixed-line-or-mobile': 'FIXED_LINE_OR_MOBILE',
  'toll-free': 'TOLL_FREE',
  voip: 'VOIP',
  personal: 'PERSONAL_NUMBER',
  pager: 'PAGER',
  uan: 'UAN',
  voicemail: 'VOICEMAIL',
};

const count = Number(process.env['PHONE_TEXTS'] ?? 240_000);

describe('phone numbers read out of bytes', () => {
  let rules: PhoneRules;
  const readers = new Map<string, QuickNumbers>();
  const readerOf = (region: string): QuickNumbers => {
    let reader = readers.get(region);
    if (reader === undefined) readers.set(region, (reader = rules.quick(region)));
    return reader;
  };
  beforeAll(async () => {
    rules = await loadPhoneRules();
  });

  it('have the number and traits of normalise in every region and notation', { timeout: 600_000 }, () => {
    const different: string[] = [];
    const before = new Map<string, string>();
    let [known, valid, refused] = [0, 0, 0];
    for (let index = 0; index < count; index++) {
      const region = random() < 0.01 ? 'ZZ' : (REGIONS[index % REGIONS.length] as string);
      const home = region === 'ZZ' ? 'US' : region;
      const last = before.get(region);
      const fresh = random() < 0.9 ? plain(home) : written(home);
      const text = last !== undefined && random() < 0.4 ? alike(last) : fresh;
      const quick = read(readerOf(region), text);
      const verdict = rules.normalise(text, region);
      const said = verdict.outcome === 'number' ? verdict : undefined;
      if (said !== undefined && said.digits.length <= 15) valid++;
      if (quick === null) continue;
      before.set(region, text);
      if (quick === 'refused') {
        refused++;
        if (said !== undefined) different.push(`${JSON.stringify(text)} ${region} is good`);
        continue;
      }
      known++;
      if (quick.number !== Number(said?.digits) || quick.traits !== said?.traits || quick.number >= 1e15)
        different.push(`${JSON.stringify(text)} ${region}: ${JSON.stringify([quick, verdict])}`);
    }
    expect(different.slice(0, 20)).toEqual([]);
    expect(valid).toBeGreaterThan(count / 4);
    expect(known).toBeGreaterThan(valid * 0.8);
    expect(refused).toBeGreaterThan((count - valid) * 0.5);
  });

  it('are those of libphonenumber-js/max itself', { timeout: 600_000 }, () => {
    const different: string[] = [];
    let known = 0;
    for (let index = 0; index < count / 4; index++) {
      const region = REGIONS[index % REGIONS.length] as string;
      const text = plain(region);
      const quick = read(readerOf(region), text);
      if (quick === null) continue;
      const number = parsePhoneNumberFromString(text, region as 'US');
      if (quick === 'refused') {
        const type = number?.getType();
        if (number?.isValid() === true && type !== 'PREMIUM_RATE' && type !== 'SHARED_COST')
          different.push(`${text} ${region} is good`);
        continue;
      }
      known++;
      const traits = unpackTraits(quick.traits);
      const [got, expected] = [
        [`+${quick.number}`, traits.region, TYPES[traits.type], true],
        [number?.number, number?.country ?? '', number?.getType(), number?.isValid()],
      ].map((answer) => JSON.stringify(answer));
      if (got !== expected) different.push(`${text} ${region}: ${got} instead of ${expected}`);
    }
    expect(different.slice(0, 20)).toEqual([]);
    expect(known).toBeGreaterThan(count / 20);
  });

  it.each(['US', 'GB', 'DE', 'FR', 'PL', 'IN', 'AU', 'BR', 'MX', 'AR', 'CA', 'IT', 'NG'])(
    'are nearly all known at once in %s',
    (region) => {
      let [known, valid] = [0, 0];
      for (let index = 0; index < 4_000; index++) {
        const digits = national(region);
        const text = random() < 0.5 ? digits : `+${codeOf(region)} ${digits}`;
        const verdict = rules.normalise(text, region);
        if (verdict.outcome !== 'number' || verdict.digits.length > 15) continue;
        valid++;
        const quick = read(readerOf(region), text);
        if (quick !== null && quick !== 'refused') known++;
      }
      expect(valid).toBeGreaterThan(1_000);
      expect(known).toBeGreaterThan(valid * 0.95);
    },
  );
});
