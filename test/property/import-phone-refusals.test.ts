import * as library from 'libphonenumber-js/max';
import { beforeAll, describe, expect, it } from 'vitest';
import { packTraits } from '#main/db/number-traits.ts';
import { loadPhoneRules, type PhoneRules, type Verdict } from '#main/jobs/phone/normalise.ts';
import { explain, type LengthFault } from '#main/jobs/phone/refusals.ts';
import { below, formatted, national, pick, REGIONS, random, someDigits, written } from './phone-texts.ts';

function lengthFaultOf(text: string, region: string): LengthFault | undefined {
  try {
    const { number } = library.parsePhoneNumberWithError(text, region as 'US');
    return library.validatePhoneNumberLength(number);
  } catch (error) {
    if (error instanceof library.ParseError) return error.message as LengthFault;
    throw error;
  }
}

/** The words and the doubtful number as the library alone gives them, asked anew for each; null for a valid number. */
function refusalByLibrary(text: string, region: string): Verdict | null {
  const parse = (other: string) => library.parsePhoneNumberFromString(other, region as 'US');
  const number = parse(text);
  if (number?.isValid()) return null;
  const { reason, suggestion, doubtful } = explain({
    text,
    region,
    lengthFault: () => lengthFaultOf(text, region),
    wouldBe(other) {
      const mended = parse(other);
      return mended?.isValid() ? mended.number : null;
    },
  });
  if (!doubtful || !number?.isPossible()) return { outcome: 'refused', reason, suggestion };
  const traits = packTraits(number.country ?? '', 'unknown');
  return { outcome: 'refused', reason, suggestion, doubtful: number.number.slice(1), traits };
}

const JUNK = [
  ' ~-~--~.~/~()~+~++~+ +~＋~?~???~*~#~0~1~12~1 2~+1~+12~+ 12~000~+000~0000000000~1111111111~1234567890~999999999',
  '112~911~+999~n/a~N/A~none~unknown~ask Bob~see note 4~a@b.example~tel:~tel:12~7.9E+10~=""~x22~#22~415x~;ext=4',
  '1;isub=3~00~011~٣~٣٣٣٣٣٣٣~４１５~Ⅷ~\u00a0~12\u00a034~',
].flatMap((texts) => texts.split('~'));

function refusable(region: string): string {
  const kind = below(9);
  if (kind === 0) return pick(JUNK);
  if (kind === 1) return pick(JUNK) + pick([' ', '', '/', '-']) + pick(JUNK);
  if (kind === 2) return formatted(someDigits(below(22)));
  if (kind === 3) return pick(['+', '00', '011', '']) + someDigits(below(20));
  if (kind === 4)
    return national(region) + pick(['/', ' / ', ',', ';', '|', '\n', ' or ']) + national(region);
  if (kind === 5) return national(region).replace(/[01]/, () => pick(['O', 'o', 'l', 'I', 'x']));
  if (kind === 6) return national(region).slice(0, below(12)) + someDigits(below(4));
  if (kind === 7) return `${national(region)} ${'0'.repeat(below(260))}`;
  return written(region);
}

describe('refused texts', () => {
  let rules: PhoneRules;
  beforeAll(async () => {
    rules = await loadPhoneRules();
  });

  it('get the words and the doubtful number that libphonenumber-js/max gives', { timeout: 600_000 }, () => {
    const different: string[] = [];
    let [refused, possible] = [0, 0];
    const count = Number(process.env['PHONE_TEXTS'] ?? 60_000);
    for (let index = 0; index < count; index++) {
      const region = REGIONS[index % REGIONS.length] as string;
      const text = refusable(random() < 0.8 ? region : pick(REGIONS));
      const asked = random() < 0.98 ? region : pick(['ZZ', '']);
      const expected = refusalByLibrary(text, asked);
      if (expected === null) continue;
      refused++;
      if ('doubtful' in expected) possible++;
      const words = JSON.stringify(expected);
      // Twice: made, and remembered.
      for (const got of [rules.normalise(text, asked), rules.normalise(text, asked)].map((one) =>
        JSON.stringify(one),
      ))
        if (got !== words) different.push(`${JSON.stringify(text)} ${asked}: ${got} instead of ${words}`);
    }
    expect(different.slice(0, 20)).toEqual([]);
    expect(refused).toBeGreaterThan(count / 2);
    expect(possible).toBeGreaterThan(count / 50);
  });

  it('are remembered for their own region alone', () => {
    for (const round of [1, 2]) {
      for (const region of ['US', 'DE', 'ZZ']) {
        for (const text of ['000-1234', '+1 000 000 0000', 'n/a', '(000) 555 267l', '12'])
          expect(rules.normalise(text, region), `${round}`).toEqual(refusalByLibrary(text, region));
      }
    }
  });
});
