import metadata from 'libphonenumber-js/max/metadata';
import { beforeAll, describe, expect, it } from 'vitest';
import { unpackTraits } from '#main/db/number-traits.ts';
import { loadPhoneRules, type PhoneRules } from '#main/jobs/phone/normalise.ts';
import { QuickNumbers } from '#main/jobs/phone/quick-numbers.ts';
import { SurePlans } from '#main/jobs/phone/sure-plans.ts';

const encoder = new TextEncoder();

function read(quick: QuickNumbers, text: string): number | null {
  const bytes = encoder.encode(text);
  return quick.read(bytes, 0, bytes.length) ? quick.number : null;
}

describe('QuickNumbers', () => {
  let rules: PhoneRules;
  let quick: QuickNumbers;
  beforeAll(async () => {
    rules = await loadPhoneRules();
    quick = rules.quick('US');
  });

  it.each([
    ['+1 (415) 555-2671', 14_155_552_671],
    ['4155552671', 14_155_552_671],
    ['1 415 555 2671', 14_155_552_671],
    ['(415)/555.2671 ', 14_155_552_671],
    ['011 44 20 7946 0958', 442_079_460_958],
    ['(+44) 20 7946 0958', 442_079_460_958],
    ['+39 06 6982 1234', 390_669_821_234],
  ])('reads %s in the US', (text, number) => {
    expect(read(quick, text)).toBe(number);
  });

  it('gives the country and the type of what it read last', () => {
    expect(read(quick, '+447911123456')).toBe(447_911_123_456);
    expect(unpackTraits(quick.traits)).toEqual({ region: 'GG', type: 'mobile' });
    expect(read(quick, '+18005552671')).toBe(18_005_552_671);
    expect(unpackTraits(quick.traits)).toEqual({ region: 'US', type: 'toll-free' });
  });

  it('reads the cell alone, not what stands beside it', () => {
    const line = encoder.encode('7;4155552671;8');
    expect(quick.read(line, 2, 12)).toBe(true);
    expect(quick.number).toBe(14_155_552_671);
    expect(quick.read(line, 2, 11)).toBe(false);
    expect(quick.read(line, 2, 2)).toBe(false);
  });

  it.each([
    ['refused', '415 555 267'],
    ['refused', '+999 123 456'],
    ['premium-rate', '+1 900 555 2671'],
    ['of two digits', '12'],
    ['with letters', '415-555-267l'],
    ['with an extension', '4155552671 x2'],
    ['with a plus sign amid digits', '1+4155552671'],
    ['with two plus signs', '++14155552671'],
    ['with a tab', '\t4155552671'],
    ['in other digits', '４１５５５５２６７１'],
    ['with a no-break space', '415\u00a05552671'],
    ['longer than the library reads', `4155552671${' '.repeat(241)}`],
    ['of more than 18 digits', '0000000014155552671'],
    ['empty', ''],
  ])('leaves a text to normalise that is %s: %j', (_, text) => {
    expect(read(quick, text)).toBeNull();
  });

  it('leaves numbers of more than 15 digits to normalise', () => {
    const german = rules.quick('DE');
    for (const long of ['80039356839190', '0560315285713656', '+4980039356839190']) {
      expect(rules.normalise(long, 'DE').outcome).toBe('number');
      expect(read(german, long)).toBeNull();
    }
    expect(read(german, '8003935683919')).toBe(498_003_935_683_919);
  });

  it('reads on where its home is unknown, international numbers only', () => {
    const nowhere = rules.quick('ZZ');
    expect(read(nowhere, '+14155552671')).toBe(14_155_552_671);
    expect(read(nowhere, '4155552671')).toBeNull();
  });

  it('never holds more tables than it may, and reads no number wrong for it', () => {
    const made = new SurePlans(metadata);
    const small = new QuickNumbers({ plans: made, region: 'US', traitsOf: () => 7, mostTables: 20 });
    let known = 0;
    for (let area = 201; area < 990; area++) {
      const number = read(small, `+1${area}5552671`);
      if (number !== null) known++;
      expect([null, 10_000_000_000 + area * 10_000_000 + 5_552_671]).toContain(number);
    }
    expect(known).toBeGreaterThan(0);
    expect(known).toBeLessThan(200);
  });
});
