import { type Kysely, sql } from 'kysely';
import { PLATFORM_ID } from '#shared/ids.ts';
import { ok, type Reply } from '#shared/reply.ts';
import type { Tables } from '../../db/tables/index.ts';
import { type Visible, visibleIn, within } from '../../db/visible.ts';
import { spreadsheetCell } from '../../jobs/export/cells.ts';
import { ExportFault } from '../../jobs/export/faults.ts';
import { PartFile, publish, removePart, syncFolderOf } from '../../jobs/export/part-file.ts';
import { destinationFault, no } from '../destination.ts';
import type { Context } from '../handler.ts';
import { Scopes } from './scopes.ts';

const HEADER = [
  'User id',
  'First name',
  'Last name',
  'E-mail',
  'Status',
  'Pack',
  'Role',
  'Scope',
  'Scope id',
  'From',
  'Until',
];
const ROWS_AT_ONCE = 2_000;
/** Tells spreadsheets that the file is UTF-8. */
const MARK = '\uFEFF';

interface Row {
  readonly key: number;
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly active: number;
  readonly invited: number;
  readonly pack: string | null;
  readonly role: string | null;
  readonly node: string | null;
  readonly from: number | null;
  readonly until: number | null;
}

interface Asked {
  readonly people: Visible;
  readonly roles: Visible;
  readonly node: string | undefined;
}

/** People after a key with their roles, a row each; a person without a visible role has one row. */
function readRows(db: Kysely<Tables>, { people, roles, node }: Asked, after: number): Promise<Row[]> {
  return db
    .selectFrom(
      db
        .selectFrom('persons')
        .select([
          sql<number>`persons.rowid`.as('key'),
          'id',
          'first_name as first',
          'last_name as last',
          'email',
          'active',
          sql<number>`password_hash is null`.as('invited'),
        ])
        .where('deleted_at', 'is', null)
        .where(sql<boolean>`persons.rowid > ${after}`)
        .where(visibleIn(people, 'persons.node_id'))
        .where(within(node ?? PLATFORM_ID, 'persons.node_id'))
        .orderBy(sql`persons.rowid`)
        .limit(ROWS_AT_ONCE)
        .as('p'),
    )
    .leftJoin('assignments as a', (join) =>
      join.onRef('a.person_id', '=', 'p.id').on('a.deleted_at', 'is', null).on(visibleIn(roles, 'a.node_id')),
    )
    .select([
      'p.key',
      'p.id',
      'p.first',
      'p.last',
      'p.email',
      'p.active',
      'p.invited',
      'a.pack_id as pack',
      'a.role',
      'a.node_id as node',
      'a.valid_from as from',
      'a.valid_until as until',
    ])
    .orderBy('p.key')
    .orderBy('a.id')
    .execute();
}

const timeText = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

function statusOf({ active, invited }: Row): string {
  if (active === 0) return 'switched off';
  return invited === 1 ? 'invited' : 'active';
}

function lineOf(row: Row, scopes: Scopes): string {
  const cells = [
    row.id,
    row.first,
    row.last,
    row.email,
    statusOf(row),
    row.pack ?? '',
    row.role ?? '',
    row.node === null ? '' : scopes.pathOf(row.node),
    row.node ?? '',
    timeText(row.from),
    timeText(row.until),
  ];
  return `${cells.map(spreadsheetCell).join(',')}\r\n`;
}

interface Written {
  readonly file: string;
  readonly people: number;
  readonly rows: number;
}

async function writeAll(
  db: Kysely<Tables>,
  context: Context,
  to: { readonly file: string; readonly node?: string | undefined },
) {
  const people = context.visible('users.view');
  const roles = context.visible('roles.view');
  const scopes = await Scopes.read(db, context);
  const part = PartFile.start(to.file);
  const counts = { people: 0, rows: 0 };
  try {
    part.write(Buffer.from(`${MARK}${HEADER.join(',')}\r\n`));
    for (let last = 0; ; ) {
      const rows = await readRows(db, { people, roles, node: to.node }, last);
      if (rows.length === 0) break;
      let lines = '';
      for (const row of rows) {
        if (row.key !== last) counts.people += 1;
        last = row.key;
        counts.rows += 1;
        lines += lineOf(row, scopes);
      }
      part.write(Buffer.from(lines));
    }
    part.finish();
  } finally {
    part.close();
  }
  return counts;
}

/** Writes the people and roles that the actor may see into a file that the caller may write, whole or not at all. */
export async function writePeople(
  db: Kysely<Tables>,
  context: Context,
  asked: { readonly file: string; readonly node?: string | undefined; readonly overwrite: boolean },
): Promise<Reply<Written>> {
  const { file, overwrite } = asked;
  const wrong = destinationFault(asked, context);
  if (wrong !== null) return { ok: false, error: wrong };
  try {
    const counts = await writeAll(db, context, asked);
    publish(file, overwrite);
    syncFolderOf(file);
    return ok({ file, ...counts });
  } catch (error) {
    removePart(file);
    if (error instanceof ExportFault) return { ok: false, error: no(error.message) };
    throw error;
  }
}
