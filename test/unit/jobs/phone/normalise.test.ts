import { beforeAll, describe, expect, it } from 'vitest';
import { loadPhoneRules, type PhoneRules } from '#main/jobs/phone/normalise.ts';

describe('normalise', () => {
  let rules: PhoneRules;
  beforeAll(async () => {
    rules = await loadPhoneRules();
  });

  it.each([
    ['+1 (415) 555-2671', '14155552671'],
    ['4155552671', '14155552671'],
    ['14155552671', '14155552671'],
    ['011 44 20 7946 0958', '442079460958'],
    ['=+14155552671', '14155552671'],
    ["'4155552671", '14155552671'],
    ['tel:+1-415-555-2671', '14155552671'],
    ['４１５５５５２６７１', '14155552671'],
    ['4155552671 ext. 22', '14155552671'],
  ])('reads %s in the US', (text, digits) => {
    expect(rules.normalise(text, 'US')).toMatchObject({ outcome: 'number', digits });
  });

  it('never dials premium-rate and shared-cost numbers', () => {
    expect(rules.normalise('+1 900 555 2671', 'US')).toMatchObject({
      outcome: 'never-dialled',
      digits: '19005552671',
      reason: expect.stringContaining('premium-rate'),
    });
    expect(rules.normalise('01801 234567', 'DE')).toMatchObject({
      outcome: 'never-dialled',
      reason: expect.stringContaining('shared-cost'),
    });
  });

  it.each([
    ['', /no number in this row/, /leave the row out/],
    ['7.9E+10', /spreadsheet has shortened/, /format the column as text/],
    ['4,155552671E+09', /spreadsheet has shortened/, /save as CSV again/],
    ['415-555-O671', /letters/, /Replace the letters|Did you mean/],
    ['415-555-267l', /letters/, /Did you mean \+14155552671\?/],
    ['n/a', /no phone number/, /right column/],
    ['911', /emergency and short numbers are never dialled/, /area code/],
    ['112', /emergency and short numbers/, /area code/],
    ['555 2671', /too short/, /area code/],
    ['+1 415 555 2671 2345', /too long/, /digits too many/],
    ['+999 415 555', /country code/, /plus sign/],
    ['+1 000 000 0000', /possible but not valid/, /first digits/],
    ['415 555 2671 / 415 555 2672', /more than one number/, /\+14155552671/],
    ['???', /no phone number/, /Check the cell/],
  ])('refuses %j and says why and what to do', (text, reason, suggestion) => {
    const verdict = rules.normalise(text, 'US');
    expect(verdict).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(reason),
      suggestion: expect.stringMatching(suggestion),
    });
  });

  it('reads international numbers even for a region that does not exist', () => {
    expect(rules.hasRegion('ZZ')).toBe(false);
    expect(rules.normalise('+14155552671', 'ZZ')).toMatchObject({ outcome: 'number', digits: '14155552671' });
    expect(rules.normalise('4155552671', 'ZZ').outcome).toBe('refused');
  });
});
