import { loadPhoneRules } from '../phone/normalise.ts';
import { type ColumnRole, mappingOf } from './columns.ts';
import { type GoodRow, type RefusedRow, RowReader } from './row-reader.ts';

/** How the file of a version was read, as the version keeps it. */
export interface HowRead {
  readonly titles?: readonly string[];
  readonly roles?: readonly ColumnRole[];
  readonly region?: string;
}

/** A refused row that is to be read once more. */
export interface RowAgain {
  /** JSON of its cells; null if they were not kept. */
  readonly cells: string | null;
  readonly column: string;
  readonly value: string;
}

/** Reads rows of a file once more, and entries that a person types, by the import's own rules. */
export interface EntryReader {
  /** A refused row, with what the cell that was refused should have been; null: as it is. */
  again(row: RowAgain, value: string | null, acceptDoubtful: boolean): GoodRow | RefusedRow;
}

/** `fields`: names of the version's extra fields; `region`: of numbers without a country code. */
export async function entryReader(
  how: HowRead,
  { fields, region }: { fields: readonly string[]; region: string },
): Promise<EntryReader> {
  const rules = await loadPhoneRules();
  return {
    again(row, value, acceptDoubtful) {
      const known = how.titles !== undefined && how.roles?.includes('number') && row.cells !== null;
      const titles = known ? how.titles : [row.column];
      const roles = known ? (how.roles as readonly ColumnRole[]) : (['number'] as const);
      const cells = row.cells === null || !known ? [row.value] : (JSON.parse(row.cells) as string[]);
      if (value !== null) {
        const column = titles.indexOf(row.column);
        while (cells.length <= column) cells.push('');
        cells[Math.max(0, column)] = value;
      }
      const mapping = mappingOf(titles, roles, fields);
      return new RowReader(rules, { mapping, region: how.region ?? region, acceptDoubtful }).read(cells);
    },
  };
}

/** Reads an entry that a person typed: the same rules as a row of a file. */
export async function readEntry(
  typed: {
    number: string;
    name: string;
    fields: readonly string[];
    zone: string;
    priority: number | undefined;
  },
  { names, region, acceptDoubtful }: { names: readonly string[]; region: string; acceptDoubtful: boolean },
): Promise<GoodRow | RefusedRow> {
  const rules = await loadPhoneRules();
  const titles = ['Number', 'Name', 'Time zone', 'Priority', ...names];
  const roles: ColumnRole[] = ['number', 'name', 'zone', 'priority', ...names.map(() => 'field' as const)];
  const priority = typed.priority === undefined ? '' : String(typed.priority);
  const values = names.map((_, place) => typed.fields[place] ?? '');
  const base = mappingOf(titles, roles);
  // By place and not by name: a field of the list may be called as one of the first four.
  const mapping = { ...base, fields: names.map((_, place) => place + 4), fieldNames: names };
  const reader = new RowReader(rules, { mapping, region, acceptDoubtful });
  return reader.read([typed.number, typed.name, typed.zone, priority, ...values]);
}
