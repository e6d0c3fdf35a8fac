import type { COLUMN_ROLES } from '#shared/operations/number-lists.ts';
import { ImportFault } from './fault.ts';
import { priorityOf, zoneNamed } from './zone-and-priority.ts';

export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** More columns than any list of numbers has. */
export const MOST_COLUMNS = 1_000;

/** A column's cells in the sample, and its title if the file has a header. */
export interface SampleColumn {
  readonly title: string;
  readonly cells: readonly string[];
}

const NUMBER_TITLE =
  /phone|\btel\b|telef|mobile|\bmobil|\bcell|handy|msisdn|rufnummer|e\.?164|whatsapp|телефон|номер|电话|電話|هاتف/iu;
const NAME_TITLE =
  /^(?:(?:full|first|last|given|family|middle|contact|customer|client)[ _-]?name|name|surname|contact|customer|client|vorname|nachname|nombre|apellidos?|nom|prénom|имя|фамилия|姓名|名前)s?$/iu;

const ZONE_TITLE = /time[ _-]?zone|^tz$|zeitzone|fuseau|huso horario|часовой/iu;
const PRIORITY_TITLE = /^(?:prio(?:rity|rität|ritaet|ridad|rité)?|rank|приоритет)$/iu;

/** Whether a cell has about as many digits as a phone number: a cheap first look. */
export function looksLikePhone(cell: string): boolean {
  const digits = cell.replaceAll(/\P{Nd}/gu, '').length;
  return digits >= 7 && digits <= 20;
}

/**
 * Whether the first record is a header: none of its cells is a number, and either the next records hold numbers, or
 * its titles are known ones.
 */
export function hasHeader(records: readonly (readonly string[])[]): boolean {
  const first = records[0];
  if (first === undefined || first.some((cell) => looksLikePhone(cell))) return false;
  if (first.some((cell) => NUMBER_TITLE.test(cell) || NAME_TITLE.test(cell.trim()))) return true;
  return records.slice(1).some((record) => record.some((cell) => looksLikePhone(cell)));
}

/** Titles of all columns: from the header, made unique, or 'Column 3'. */
export function titlesOf(header: readonly string[] | null, count: number): string[] {
  const seen = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const title = header?.[index]?.trim() || `Column ${index + 1}`;
    const times = (seen.get(title) ?? 0) + 1;
    seen.set(title, times);
    return times === 1 ? title : `${title} (${times})`;
  });
}

/** Guesses what each column is, from its title and from what share of its cells `isNumber` takes for a number. */
export function guessRoles(
  columns: readonly SampleColumn[],
  isNumber: (cell: string) => boolean,
): ColumnRole[] {
  const scores = columns.map(({ title, cells }) => {
    const filled = cells.filter((cell) => cell.trim() !== '');
    const good = filled.filter((cell) => isNumber(cell)).length / Math.max(1, filled.length);
    const named = NUMBER_TITLE.test(title);
    // A title alone is enough if the column is not plainly something else.
    const fits =
      good >= 0.3 || (named && (filled.length === 0 || filled.some((cell) => looksLikePhone(cell))));
    return fits ? good + (named ? 1 : 0) : 0;
  });
  const best = Math.max(0, ...scores);
  const number = best === 0 ? -1 : scores.indexOf(best);
  const named = columns.map(({ title }, index) => index !== number && NAME_TITLE.test(title));
  const word = named.includes(true)
    ? -1
    : columns.findIndex(({ cells }, index) => index !== number && areWords(cells));
  const first = (fits: (column: SampleColumn) => boolean): number =>
    columns.findIndex((column, index) => index !== number && index !== word && fits(column));
  // A title is enough where most cells fit; without one, all must.
  const zone = first(({ title, cells }) => shareOf(cells, zoneNamed) >= (ZONE_TITLE.test(title) ? 0.5 : 1));
  const priority = first(
    ({ title, cells }) => PRIORITY_TITLE.test(title.trim()) && shareOf(cells, priorityOf) >= 0.5,
  );
  return columns.map((_, index) => {
    if (index === number) return 'number';
    if (index === zone) return 'zone';
    if (index === priority) return 'priority';
    return named[index] || index === word ? 'name' : 'field';
  });
}

/** The share of filled cells that can be read so; 0 if all are empty. */
function shareOf(cells: readonly string[], read: (cell: string) => unknown): number {
  const filled = cells.filter((cell) => cell.trim() !== '');
  return filled.filter((cell) => read(cell) !== null).length / Math.max(1, filled.length);
}

function areWords(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell.trim() !== '');
  const words = filled.filter((cell) => /^[\p{L}\p{M}'’. -]{2,80}$/u.test(cell.trim()));
  const distinct = new Set(words).size;
  return words.length > 0 && words.length >= 0.6 * filled.length && distinct > words.length / 2;
}

/** Which columns a row's parts are in. */
export interface Mapping {
  readonly titles: readonly string[];
  readonly number: number;
  readonly names: readonly number[];
  /** -1: the file has no such column. */
  readonly zone: number;
  readonly priority: number;
  /** The column of each extra field, by the field's place; -1 for a field that this file does not have. */
  readonly fields: readonly number[];
  readonly fieldNames: readonly string[];
}

/**
 * Makes the mapping of the roles; columns beyond them are skipped. `before`: extra fields that the list has already;
 * a column of the same title goes there. Throws ImportFault if no column is the number.
 */
export function mappingOf(
  titles: readonly string[],
  roles: readonly ColumnRole[],
  before: readonly string[] = [],
): Mapping {
  const at = (role: ColumnRole): number[] => roles.flatMap((other, index) => (other === role ? [index] : []));
  const [number, ...more] = at('number').filter((index) => index < titles.length);
  if (number === undefined) {
    throw new ImportFault(
      'No column looks like phone numbers. Choose the column yourself, or choose another file or delimiter.',
    );
  }
  if (more.length > 0) throw new ImportFault('More than one column is chosen as the number. Choose one.');
  const [zone = -1, ...zones] = at('zone');
  const [priority = -1, ...priorities] = at('priority');
  if (zones.length > 0) throw new ImportFault('More than one column is chosen as the time zone. Choose one.');
  if (priorities.length > 0)
    throw new ImportFault('More than one column is chosen as the priority. Choose one.');
  const own = at('field').filter((index) => index < titles.length);
  const slots = before.map(
    (name) => own.find((index) => titles[index]?.toLowerCase() === name.toLowerCase()) ?? -1,
  );
  const added = own.filter((index) => !slots.includes(index));
  const fieldNames = [...before, ...added.map((index) => titles[index] as string)];
  return { titles, number, names: at('name'), zone, priority, fields: [...slots, ...added], fieldNames };
}
