import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NumberTable } from '#main/db/lists/number-table.ts';
import { ListWorkspace } from '#test/support/number-lists.ts';

const bytes = fc.uint8Array({ maxLength: 400 });
const soup = fc
  .array(
    fc.constantFrom(
      '+14155552671',
      '4155552672',
      ',',
      ';',
      '"',
      '\n',
      '\r',
      '\r\n',
      '\t',
      'Phone',
      'é',
      'x',
      '7.9E+10',
      '\0',
      '\uFEFF',
    ),
    { maxLength: 60 },
  )
  .map((parts) => new TextEncoder().encode(parts.join('')));

describe('importing any bytes', () => {
  let at: ListWorkspace;
  beforeAll(async () => {
    at = await ListWorkspace.make();
  });
  afterAll(() => at.remove());

  it('never throws; either every row is accounted for, or a sentence says why nothing was imported', {
    timeout: 60_000,
  }, async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 1, arbitrary: bytes }, { weight: 3, arbitrary: soup }),
        async (content) => {
          const { params, end } = await at.import(at.file('soup.csv', content));
          if (end.state === 'failed') {
            expect(end.message).toMatch(/\.$/);
            expect(at.rowsOf(params)).toBe(0);
            return;
          }
          expect(end.state).toBe('done');
          done += 1;
          const { read, accepted, merged, refused } = end.result as Record<string, number>;
          expect((accepted ?? 0) + (merged ?? 0) + (refused ?? 0)).toBe(read);
          expect(at.entries(params)).toHaveLength(accepted as number);
          const problems = at.problems(params);
          expect(problems.filter(({ outcome }) => outcome === 'merged')).toHaveLength(merged as number);
          expect(problems.filter(({ outcome }) => outcome === 'refused')).toHaveLength(refused as number);
          const rows = [...at.entries(params), ...problems].map(({ row }) => row).toSorted((a, b) => a - b);
          const first = rows[0] ?? 1;
          expect(rows).toEqual(Array.from({ length: read as number }, (_, index) => first + index));
        },
      ),
      { numRuns: 600 },
    );
    expect(done).toBeGreaterThan(20);
  });
});

describe('the table of numbers', () => {
  it('agrees with a Map', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .integer({ min: 1, max: 999_999_999_999_999 })
            .map((n) => (n % 5_000) * 4_294_967_296 + (n % 97) + 1),
          { maxLength: 6_000, size: 'max' },
        ),
        (numbers) => {
          const table = new NumberTable();
          const map = new Map<number, number>();
          for (const number of numbers) {
            const known = map.get(number) ?? 0;
            expect(table.findOrAdd(number)).toBe(known);
            if (known === 0) map.set(number, map.size + 1);
          }
          expect(table.size).toBe(map.size);
          expect([...table.sorted()]).toEqual([...map.keys()].toSorted((a, b) => a - b));
          for (const [number, entry] of map) expect(table.entryOf(number)).toBe(entry);
          expect(table.entryOf(7)).toBe(map.get(7) ?? 0);
        },
      ),
      { numRuns: 10 },
    );
  });
});
