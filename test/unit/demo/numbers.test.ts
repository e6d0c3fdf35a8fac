import { isValidPhoneNumber } from 'libphonenumber-js/max';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { FICTIONAL_RANGES } from '#main/demo/fictional-ranges.ts';
import { messyCsv } from '#main/demo/messy-csv.ts';
import { fictionalNumbers } from '#main/demo/numbers.ts';

describe('fictional numbers', () => {
  it('are distinct, and the same for the same seed', () => {
    const numbers = fictionalNumbers({ seed: 3, count: 36_700 });
    expect(new Set(numbers).size).toBe(36_700);
    expect(fictionalNumbers({ seed: 3, count: 100 })).toEqual(numbers.slice(0, 100));
  });

  it('are valid in every range', () => {
    const invalid = FICTIONAL_RANGES.flatMap(({ first, count }) => [first, first + count - 1]).filter(
      (number) => !isValidPhoneNumber(`+${number}`),
    );
    expect(invalid).toEqual([]);
  });

  it('in North America are 555-0100 to 555-0199', () => {
    const elsewhere = fictionalNumbers({ seed: 8, count: 5_000 }).filter(
      (number) => !/^1\d{3}55501\d\d$/.test(String(number)),
    );
    expect(elsewhere).toEqual([]);
  });

  it('run out with a clear message', () => {
    expect(() => fictionalNumbers({ seed: 1, count: 36_701 })).toThrow('only 36700 fictional numbers');
  });
});

describe('a messy file', () => {
  it('accounts for every row, as the phone library counts them', () => {
    const file = messyCsv({ seed: 5, rows: 3_000 });
    const { data } = Papa.parse<string[]>(file.text, { skipEmptyLines: true });
    const phones = data.slice(1).map((row) => (row[1] ?? '').trim());
    const valid = phones.filter((phone) => isValidPhoneNumber(phone, 'US'));
    expect(phones).toHaveLength(3_000);
    expect(valid).toHaveLength(file.accepted + file.merged);
    expect(file.accepted + file.merged + file.refused).toBe(3_000);
    expect(file.merged).toBeGreaterThan(50);
    expect(file.refused).toBeGreaterThan(30);
  });
});
