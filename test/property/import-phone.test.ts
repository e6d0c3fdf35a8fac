import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadPhoneRules, type PhoneRules } from '#main/jobs/phone/normalise.ts';
import { pick, REGIONS, random, written } from './phone-texts.ts';

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
