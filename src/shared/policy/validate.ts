import type { z } from '../zod.ts';
import type { Cell, Condition, Pack, PackRow } from './pack.ts';
import { packSchema } from './pack-schema.ts';
import { isPermission } from './permissions.ts';

/** Something wrong with a pack: where (a row's id, `role X`, `node kind X` or `pack`), and a sentence that says what. */
export interface PackFault {
  readonly where: string;
  readonly message: string;
}

export type ValidatedPack =
  | { readonly ok: true; readonly pack: Pack }
  | { readonly ok: false; readonly faults: readonly PackFault[] };

/** Kinds of node that are there whatever the pack. */
const GIVEN_KINDS = ['platform', 'realm'];

/** Reads a pack of unknown origin: its format first, then all that the format can't say. Finds every fault. */
export function validatePack(value: unknown): ValidatedPack {
  const read = packSchema().safeParse(value);
  if (!read.success) return { ok: false, faults: read.error.issues.map((issue) => inWords(value, issue)) };
  const pack = read.data;
  const faults = [...kindFaults(pack), ...roleFaults(pack), ...rowFaults(pack)];
  return faults.length === 0 ? { ok: true, pack } : { ok: false, faults };
}

function at(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** A fault of the format, named by the row or role in which it is. */
function inWords(value: unknown, { path, message }: z.core.$ZodIssue): PackFault {
  const [part, index, ...inside] = path;
  const field = inside.map(String).join('.');
  const text = field === '' ? message : `${field}: ${message}`;
  if (index === undefined || (part !== 'rows' && part !== 'roles' && part !== 'nodeKinds')) {
    return {
      where: 'pack',
      message: path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
    };
  }
  const record = at(at(value, part), index);
  const name = at(record, part === 'nodeKinds' ? 'kind' : 'id');
  const known = typeof name === 'string' && name !== '' ? name : `number ${Number(index) + 1}`;
  const what = { rows: '', roles: 'role ', nodeKinds: 'node kind ' }[part];
  return { where: part === 'rows' && known !== name ? `row ${known}` : `${what}${known}`, message: text };
}

/** The values that stand there more than once, each once. */
function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function kindFaults({ nodeKinds }: Pack): PackFault[] {
  const parents = new Map(nodeKinds.map(({ kind, parent }) => [kind, parent]));
  const faults = repeated([...GIVEN_KINDS, ...nodeKinds.map((one) => one.kind)]).map((kind) => ({
    where: `node kind ${kind}`,
    message: `The node kind "${kind}" is there twice.`,
  }));
  for (const { kind, parent } of nodeKinds) {
    const where = `node kind ${kind}`;
    if (!parents.has(parent) && !GIVEN_KINDS.includes(parent)) {
      faults.push({ where, message: `"${kind}" lies below "${parent}", which is no node kind.` });
    }
    const seen = new Set<string>();
    let above: string | undefined = kind;
    while (above !== undefined && !seen.has(above)) {
      seen.add(above);
      above = parents.get(above);
    }
    if (above === kind)
      faults.push({ where, message: `"${kind}" lies below itself: ${[...seen, kind].join(', ')}.` });
  }
  return faults;
}

const kindsOf = (pack: Pack): ReadonlySet<string> =>
  new Set([...GIVEN_KINDS, ...pack.nodeKinds.map((one) => one.kind)]);

function roleFaults(pack: Pack): PackFault[] {
  const kinds = kindsOf(pack);
  const ids = pack.roles.map((role) => role.id);
  const faults = repeated(ids).map((id) => ({
    where: `role ${id}`,
    message: `The role "${id}" is there twice.`,
  }));
  for (const { id, nodeKinds, manages } of pack.roles) {
    const where = `role ${id}`;
    for (const kind of nodeKinds) {
      if (!kinds.has(kind))
        faults.push({ where, message: `"${kind}" is no node kind, so the role can't be given there.` });
    }
    // A role of another pack is named with its pack, as in 'J:ADMINISTRATOR'.
    for (const managed of manages) {
      if (!managed.includes(':') && !ids.includes(managed)) {
        faults.push({ where, message: `It manages "${managed}", which is no role of this pack.` });
      }
    }
  }
  return faults;
}

function rowFaults(pack: Pack): PackFault[] {
  const roles = new Set(pack.roles.map((role) => role.id));
  const kinds = kindsOf(pack);
  const faults = repeated(pack.rows.map((row) => row.id)).map((id) => ({
    where: id,
    message: `The row id "${id}" is there twice.`,
  }));
  const first = new Map<string, string>();
  for (const row of pack.rows) {
    const text = JSON.stringify([row.section, row.words]);
    const before = first.get(text);
    if (before !== undefined)
      faults.push({ where: row.id, message: `It repeats row ${before}, word for word.` });
    else first.set(text, row.id);
    for (const id of row.permissions) {
      if (!isPermission(id)) faults.push({ where: row.id, message: `There is no permission "${id}".` });
    }
    for (const id of repeated(row.permissions)) {
      faults.push({ where: row.id, message: `The permission "${id}" is there twice.` });
    }
    for (const kind of kindsNeeded(row.condition)) {
      if (!kinds.has(kind))
        faults.push({ where: row.id, message: `Its condition asks for "${kind}", which is no node kind.` });
    }
    for (const [role, cell] of Object.entries(row.cells)) {
      if (!roles.has(role)) faults.push({ where: row.id, message: `There is no role "${role}".` });
      for (const message of cellFaults(row, cell, kinds))
        faults.push({ where: row.id, message: `${role}: ${message}` });
    }
  }
  return faults;
}

function kindsNeeded(condition: Condition | undefined): string[] {
  if (typeof condition !== 'object') return [];
  const { within, across } = condition.ends;
  return across === undefined ? [within] : [within, across];
}

function cellFaults(row: PackRow, cell: Cell, kinds: ReadonlySet<string>): string[] {
  const conditional = cell.value === 'conditional';
  const faults: string[] = [];
  if (conditional && cell.condition === undefined && row.condition === undefined && cell.at === undefined) {
    faults.push('the cell is conditional, but neither it nor its row names a condition.');
  }
  if (!conditional && (cell.condition !== undefined || cell.at !== undefined)) {
    faults.push(`the cell names a condition, but its value is ${cell.value}.`);
  }
  for (const kind of [...(cell.at ?? []), ...kindsNeeded(cell.condition)]) {
    if (!kinds.has(kind)) faults.push(`its condition asks for "${kind}", which is no node kind.`);
  }
  return faults;
}
