import type { Cell, CellValue, Pack, PackRole, PackRow } from '../pack.ts';
import { type PackFault, validatePack } from '../validate.ts';
import { cellFor } from './cells.ts';
import { permissionsIn, usualValues } from './guess.ts';
import { type MatrixMapping, plainText, type Sheet } from './mapping.ts';

/** A role matrix as a pack, or what is wrong with it, named by the sheet's rows. */
export interface ReadMatrix {
  /** Null where there are faults. */
  readonly pack: Pack | null;
  readonly faults: readonly PackFault[];
  /** What is no fault and worth a look: rows that grant nothing. */
  readonly notes: readonly PackFault[];
}

/** A row of the sheet, numbered from 1 on as spreadsheets do. */
interface SheetRow {
  readonly number: number;
  readonly section: string;
  readonly words: string;
  readonly permissions: readonly string[];
  /** By role id. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly known: PackRow | undefined;
}

const MOST_FAULTS = 500;

const keyOf = (section: string, words: string): string =>
  JSON.stringify([plainText(section), plainText(words)]);

class Finder {
  readonly #exact: ReadonlyMap<string, PackRow>;
  readonly #byWords: ReadonlyMap<string, readonly PackRow[]>;
  readonly sections: ReadonlySet<string>;

  constructor({ rows }: Pack) {
    this.#exact = new Map(rows.map((row) => [keyOf(row.section, row.words), row]));
    this.#byWords = Map.groupBy(rows, ({ words }) => plainText(words));
    this.sections = new Set(rows.map(({ section }) => plainText(section)));
  }

  /** The pack's row with these words; without a section only if there is just one. */
  find(section: string, words: string): PackRow | undefined {
    if (section !== '') return this.#exact.get(keyOf(section, words));
    const rows = this.#byWords.get(plainText(words)) ?? [];
    return rows.length === 1 ? rows[0] : undefined;
  }

  hasWords(words: string): boolean {
    return this.#byWords.has(plainText(words));
  }
}

function columnOf({ columns }: MatrixMapping, use: 'section' | 'words' | 'permissions'): number {
  return columns.findIndex((column) => column.use === use);
}

/** A row that is the heading of a section: words alone, of which no row of the pack is made. */
function isHeading(cells: readonly string[], words: string, finder: Finder): boolean {
  const others = cells.filter((cell) => cell.trim() !== '').length;
  return others === 1 && (finder.sections.has(plainText(words)) || !finder.hasWords(words));
}

function sheetRows(
  sheet: Sheet,
  mapping: MatrixMapping,
  base: Pack,
): { rows: SheetRow[]; faults: PackFault[] } {
  const finder = new Finder(base);
  const at = {
    section: columnOf(mapping, 'section'),
    words: columnOf(mapping, 'words'),
    permissions: columnOf(mapping, 'permissions'),
  };
  const faults: PackFault[] = [];
  const rows: SheetRow[] = [];
  let section = '';
  for (const [index, cells] of sheet.entries()) {
    const number = index + 1;
    const cell = (column: number): string => (column < 0 ? '' : (cells[column] ?? '').trim());
    if (index < mapping.header || cells.every((text) => text.trim() === '')) continue;
    const words = cell(at.words);
    if (at.section >= 0) section = cell(at.section) || section;
    else if (isHeading(cells, words, finder)) {
      section = words;
      continue;
    }
    if (words === '') {
      if (cell(at.section) !== '' && cells.filter((text) => text.trim() !== '').length === 1) continue;
      faults.push({ where: `row ${number}`, message: 'It has no words that say what it is about.' });
      continue;
    }
    rows.push({
      number,
      section,
      words,
      permissions: permissionsIn(cell(at.permissions)),
      tokens: new Map(
        mapping.columns.flatMap(({ use, role }, column) => (use === 'role' ? [[role, cell(column)]] : [])),
      ),
      known: finder.find(section, words),
    });
  }
  return { rows, faults };
}

function mappingFaults({ columns }: MatrixMapping): PackFault[] {
  const faults: PackFault[] = [];
  const pack = (message: string) => faults.push({ where: 'columns', message });
  for (const use of ['section', 'words', 'permissions'] as const) {
    const times = columns.filter((column) => column.use === use).length;
    if (times > 1) pack(`Only one column can be the ${use}.`);
    if (times === 0 && use === 'words') pack('Say which column has the words of each row.');
  }
  const roles = columns.flatMap(({ use, role }) => (use === 'role' ? [role] : []));
  if (roles.length === 0) pack('Say which columns are roles.');
  for (const [index, { use, role }] of columns.entries()) {
    if (use === 'role' && role === '') pack(`Column ${index + 1} is a role without a name.`);
  }
  for (const role of new Set(roles.filter((id, index) => id !== '' && roles.indexOf(id) !== index))) {
    faults.push({ where: `role ${role}`, message: `Two columns are the role "${role}".` });
  }
  return faults;
}

/** Takes out rows that repeat an earlier one, and says so. */
function withoutRepeats(rows: readonly SheetRow[]): { kept: SheetRow[]; faults: PackFault[] } {
  const first = new Map<string, number>();
  const faults: PackFault[] = [];
  const kept = rows.filter(({ number, section, words, known }) => {
    const key = known?.id ?? keyOf(section, words);
    const before = first.get(key);
    if (before === undefined) first.set(key, number);
    else faults.push({ where: `row ${number}`, message: `It repeats row ${before}, word for word.` });
    return before === undefined;
  });
  return { kept, faults };
}

function rolesFor({ columns, missing }: MatrixMapping, base: Pack): PackRole[] {
  const named = columns.filter(({ use, role }) => use === 'role' && role !== '');
  const kept = base.roles.filter(({ id }) => missing === 'keep' || named.some(({ role }) => role === id));
  const ids = new Set(kept.map(({ id }) => id));
  const fresh = named.filter(({ role }) => !ids.has(role));
  return [
    ...kept.map((role) => ({
      ...role,
      manages: role.manages.filter((id) => id.includes(':') || ids.has(id)),
    })),
    ...fresh.map(({ role, nodeKinds }) => ({ id: role, words: '', nodeKinds, signIn: true, manages: [] })),
  ];
}

interface Reading {
  readonly base: Pack;
  readonly roles: readonly PackRole[];
  readonly meanings: ReadonlyMap<string, CellValue | null>;
  readonly usual: ReadonlyMap<string, CellValue>;
}

function packRow(row: SheetRow, reading: Reading, id: string): { row: PackRow; faults: PackFault[] } {
  const { base, roles, meanings, usual } = reading;
  const { known, section } = row;
  const faults: PackFault[] = [];
  const cells: Record<string, Cell> = {};
  for (const role of roles) {
    const token = row.tokens.get(role.id);
    const value = token === undefined ? undefined : meanings.get(token);
    const before = known?.cells[role.id];
    if (token === undefined) {
      if (before !== undefined) cells[role.id] = before;
    } else if (value === undefined || value === null) {
      faults.push({ where: `row ${row.number}`, message: `${role.id}: say what "${token}" means.` });
    } else {
      const cell = cellFor({ pack: base, known, section, usual }, role.id, { token, value });
      // Where the pack has no cell the document is silent; it stays so, rather than get a cell that says the same.
      if (before !== undefined || cell.token !== '' || cell.value !== 'unstated') cells[role.id] = cell;
    }
  }
  const permissions = row.permissions.length > 0 ? [...row.permissions] : [...(known?.permissions ?? [])];
  return {
    row:
      known === undefined
        ? { id, section, words: row.words, permissions, cells }
        : { ...known, permissions, cells },
    faults,
  };
}

/** An id for each row that the pack does not have yet: pack, section, and the next free number. */
function idsFor(rows: readonly SheetRow[], base: Pack): Map<SheetRow, string> {
  const taken = new Set(base.rows.map(({ id }) => id));
  const ids = new Map<SheetRow, string>();
  for (const row of rows) {
    if (row.known !== undefined) {
      ids.set(row, row.known.id);
      continue;
    }
    const stem = row.section === '' ? base.id : `${base.id}.${row.section}`;
    let next = base.rows.filter(({ section }) => section === row.section).length + 1;
    while (taken.has(`${stem}.${next}`)) next += 1;
    taken.add(`${stem}.${next}`);
    ids.set(row, `${stem}.${next}`);
  }
  return ids;
}

/** The pack's rows with those of the sheet in their places, new ones at the end of their sections. */
function merged(base: Pack, read: readonly PackRow[], missing: MatrixMapping['missing']): PackRow[] {
  if (missing === 'remove') return [...read];
  const known = new Map(read.map((row) => [row.id, row]));
  const rows = base.rows.map((row) => known.get(row.id) ?? row);
  const old = new Set(base.rows.map(({ id }) => id));
  for (const row of read) {
    if (old.has(row.id)) continue;
    const last = rows.findLastIndex(({ section }) => section === row.section);
    rows.splice(last < 0 ? rows.length : last + 1, 0, row);
  }
  return rows;
}

/** Reads a role matrix as the next version of a pack. Finds every fault, named by the sheet's row. */
export function readMatrix(sheet: Sheet, mapping: MatrixMapping, base: Pack): ReadMatrix {
  const wrong = mappingFaults(mapping);
  if (wrong.length > 0) return { pack: null, faults: wrong, notes: [] };
  const found = sheetRows(sheet, mapping, base);
  const { kept, faults: repeats } = withoutRepeats(found.rows);
  const meanings = new Map(mapping.tokens.map(({ token, value }) => [token.trim(), value]));
  const reading: Reading = { base, roles: rolesFor(mapping, base), meanings, usual: usualValues(base) };
  const ids = idsFor(kept, base);
  const rows = kept.map((row) => packRow(row, reading, ids.get(row) as string));
  const numbers = new Map(kept.map((row) => [ids.get(row) as string, row.number]));
  const roleIds = new Set(reading.roles.map(({ id }) => id));
  const all = merged(
    base,
    rows.map(({ row }) => row),
    mapping.missing,
  ).map((row) => ({
    ...row,
    cells: Object.fromEntries(Object.entries(row.cells).filter(([role]) => roleIds.has(role))),
  }));
  const validated = validatePack({ ...base, roles: reading.roles, rows: all });
  const where = (place: string): string => {
    const number = numbers.get(place);
    return number === undefined ? place : `row ${number}`;
  };
  const invalid = validated.ok ? [] : validated.faults.map((one) => ({ ...one, where: where(one.where) }));
  const faults = [...found.faults, ...repeats, ...rows.flatMap((one) => one.faults), ...invalid];
  const silent = rows.filter(
    ({ row }) => row.permissions.length === 0 && !base.rows.some(({ id }) => id === row.id),
  );
  return {
    pack: faults.length === 0 && validated.ok ? validated.pack : null,
    faults: faults.slice(0, MOST_FAULTS),
    notes: silent.map(({ row }) => ({
      where: where(row.id),
      message:
        'It names no permission, so it grants nothing. Add a column with permission ids to change that.',
    })),
  };
}
