import type { Kysely } from 'kysely';
import type { Tables } from './tables/index.ts';

/** An assignment as handlers work with it: lists as arrays, times in Unix ms. */
export interface StoredAssignment {
  readonly id: string;
  readonly person: string;
  readonly pack: string;
  readonly role: string;
  readonly node: string;
  readonly realm: string | null;
  readonly lines: readonly string[];
  readonly products: readonly string[];
  readonly queues: readonly string[];
  readonly from: number | null;
  readonly until: number | null;
  readonly version: number;
}

const listOf = (text: string | null): string[] => (text === null ? [] : (JSON.parse(text) as string[]));

const textOf = (list: readonly string[]): string | null =>
  list.length === 0 ? null : JSON.stringify([...new Set(list)]);

/** The living assignments of a person, in the order they were given. */
export async function assignmentsOf(db: Kysely<Tables>, person: string): Promise<StoredAssignment[]> {
  const rows = await living(db).where('person_id', '=', person).orderBy('id').execute();
  return rows.map(stored);
}

/** One living assignment; undefined if there is none (any more). */
export async function assignmentById(db: Kysely<Tables>, id: string): Promise<StoredAssignment | undefined> {
  const row = await living(db).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : stored(row);
}

function living(db: Kysely<Tables>) {
  return db
    .selectFrom('assignments')
    .select([
      'id',
      'person_id as person',
      'pack_id as pack',
      'role',
      'node_id as node',
      'realm_id as realm',
      'lines',
      'products',
      'queues',
      'valid_from as from',
      'valid_until as until',
      'version',
    ])
    .where('deleted_at', 'is', null);
}

type Texts = {
  readonly lines: string | null;
  readonly products: string | null;
  readonly queues: string | null;
};

function stored<R extends Texts>(row: R) {
  return { ...row, lines: listOf(row.lines), products: listOf(row.products), queues: listOf(row.queues) };
}

/** Adds an assignment as version 1. */
export async function addAssignment(
  db: Kysely<Tables>,
  given: Omit<StoredAssignment, 'version'>,
  by: { readonly person: string | null; readonly now: number },
): Promise<void> {
  await db
    .insertInto('assignments')
    .values({
      id: given.id,
      realm_id: given.realm,
      person_id: given.person,
      pack_id: given.pack,
      role: given.role,
      node_id: given.node,
      valid_from: given.from,
      valid_until: given.until,
      lines: textOf(given.lines),
      products: textOf(given.products),
      queues: textOf(given.queues),
      version: 1,
      created_at: by.now,
      given_by: by.person,
      deleted_at: null,
    })
    .execute();
}

/** Changes qualifiers and time if the assignment still has the version; the new version, undefined if it was stale. */
export async function changeAssignment(
  db: Kysely<Tables>,
  { id, version }: Pick<StoredAssignment, 'id' | 'version'>,
  to: Pick<StoredAssignment, 'lines' | 'products' | 'queues' | 'from' | 'until'>,
): Promise<number | undefined> {
  const result = await db
    .updateTable('assignments')
    .set({
      lines: textOf(to.lines),
      products: textOf(to.products),
      queues: textOf(to.queues),
      valid_from: to.from,
      valid_until: to.until,
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 0n ? undefined : version + 1;
}

/** Takes assignments away; their rows stay as tombstones. */
export async function removeAssignments(
  db: Kysely<Tables>,
  ids: readonly string[],
  now: number,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('assignments')
    .set((eb) => ({ deleted_at: now, version: eb('version', '+', 1) }))
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .execute();
}
