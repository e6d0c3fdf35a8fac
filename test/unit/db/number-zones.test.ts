import { type CountryCode, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { NANP_AREAS, OTHER_AREAS } from '#main/db/area-zones.ts';
import { knownZones, mayBeIn, zonesOf } from '#main/db/number-zones.ts';

describe('the time zones of a number', () => {
  it('are all zones that its area keeps, and the one zone where it keeps one', () => {
    expect(zonesOf(12125550101)).toEqual(['America/New_York']);
    expect(zonesOf(18505550101)).toEqual(['America/New_York', 'America/Chicago']);
    expect(zonesOf(12085550101)).toEqual(['America/Boise', 'America/Los_Angeles']);
    expect(zonesOf(14165550101)).toEqual(['America/Toronto']);
    expect(zonesOf(34922123456)).toEqual(['Atlantic/Canary']);
    expect(zonesOf(34612345678)).toEqual(['Europe/Madrid', 'Atlantic/Canary']);
    expect(zonesOf(61891234567)).toEqual(['Australia/Perth', 'Australia/Eucla']);
    expect(zonesOf(74951234567)).toEqual(['Europe/Moscow']);
    expect(zonesOf(4930123456)).toEqual(['Europe/Berlin']);
  });

  it('are all of the country for a mobile that belongs to no area', () => {
    const zones = zonesOf(61412345678);
    expect(zones).toContain('Australia/Perth');
    expect(zones).toContain('Australia/Sydney');
    expect(zonesOf(79161234567)).toContain('Asia/Kamchatka');
  });

  it('are none for numbers without a place', () => {
    expect(zonesOf(18005550101)).toEqual([]);
    expect(zonesOf(870773111632)).toEqual([]);
    expect(zonesOf(80012345678)).toEqual([]);
  });

  it('are known for a number of every country that has a numbering plan', () => {
    const without = Object.keys(metadata.countries).filter((region) => {
      const example = getExampleNumber(region as CountryCode, examples);
      return example !== undefined && zonesOf(Number(example.number.slice(1))).length === 0;
    });
    // Where the example of a country of +1 is a number of no area.
    expect(without.filter((region) => getCountryCallingCode(region as CountryCode) !== '1')).toEqual([]);
  });

  it('are zones that can be calculated with', () => {
    for (const zone of knownZones()) {
      expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
    }
  });

  it('come from tables in which no area stands twice', () => {
    for (const areas of [NANP_AREAS, OTHER_AREAS]) {
      const all = Object.values(areas).flatMap((codes) => codes.split(' '));
      expect(all.filter((area, index) => all.indexOf(area) !== index)).toEqual([]);
    }
    expect(Object.values(NANP_AREAS).join(' ')).toMatch(/^(?:[2-9]\d\d )*[2-9]\d\d$/);
  });

  it('yield to the zone that the list gives', () => {
    expect(mayBeIn(12125550101, 'Europe/Paris', 'America/New_York')).toBe(false);
    expect(mayBeIn(12125550101, 'Europe/Paris', 'Europe/Paris')).toBe(true);
    expect(mayBeIn(18505550101, null, 'America/Chicago')).toBe(true);
  });
});
