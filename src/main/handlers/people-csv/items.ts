import type { Kysely } from 'kysely';
import { ok } from '#shared/reply.ts';
import type { Tables } from '../../db/tables/index.ts';
import type { BulkItem, Context } from '../handler.ts';
import type { PeopleFile } from './lines.ts';
import { planRow } from './plan.ts';
import { Scopes } from './scopes.ts';

/** A command for each row of a file, found out when its turn comes: earlier rows may have added its person. */
export async function itemsOf(
  reader: Kysely<Tables>,
  context: Context,
  { file, home }: { readonly file: PeopleFile; readonly home: string },
): Promise<readonly BulkItem[]> {
  const scopes = await Scopes.read(reader, context);
  const { lines, timed } = file;
  return lines.map((line) => ({
    id: String(line.row),
    async act(db) {
      const planned = await planRow({ db, context, scopes, home, timed }, line);
      return planned.ok ? ok(planned.value.act) : planned;
    },
  }));
}
