import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Kysely } from 'kysely';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { type Failure, fail } from '#shared/reply.ts';
import type { Tables } from '../../db/tables/index.ts';
import { spreadsheetCell } from '../../jobs/export/cells.ts';
import type { Context } from '../handler.ts';

/** Attempts that are read and written at once; other calls come in between. */
const PAGE = 5_000;
const HEADER =
  'number,name,attempt,outcome,started_utc,ended_utc,ring_seconds,talk_seconds,keys,caller_id\r\n';

/** What became of it: rows written, or why nothing was. */
export type Exported = { readonly rows: number } | Failure;

const iso = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

function page(reader: Kysely<Tables>, broadcast: string, after: number) {
  return reader
    .selectFrom('broadcasts')
    .innerJoin('broadcast_attempts as a', 'a.broadcast_key', 'broadcasts.key')
    .innerJoin('broadcast_numbers as n', (on) =>
      on.onRef('n.broadcast_key', '=', 'a.broadcast_key').onRef('n.seq', '=', 'a.number_seq'),
    )
    .where('broadcasts.id', '=', broadcast)
    .where('a.seq', '>', after)
    .orderBy('a.seq')
    .limit(PAGE)
    .select([
      'a.seq',
      'n.number',
      'n.name',
      'a.attempt',
      'a.outcome',
      'a.started_at as startedAt',
      'a.ended_at as endedAt',
      'a.ring',
      'a.talk',
      'a.keys',
      'a.caller_id as callerId',
    ])
    .execute();
}

async function writeAll(reader: Kysely<Tables>, broadcast: string, file: FileHandle): Promise<number> {
  await file.write(HEADER);
  let rows = 0;
  for (let after = 0; ; ) {
    const some = await page(reader, broadcast, after);
    const lines = some.map(
      ({ number, name, attempt, outcome, startedAt, endedAt, ring, talk, keys, callerId }) =>
        [
          `+${number}`,
          spreadsheetCell(name),
          attempt,
          outcome ?? 'live',
          iso(startedAt),
          iso(endedAt),
          ring,
          talk,
          spreadsheetCell(keys),
          callerId === null ? '' : `+${callerId}`,
        ].join(','),
    );
    if (lines.length > 0) await file.write(`${lines.join('\r\n')}\r\n`);
    rows += some.length;
    after = some.at(-1)?.seq ?? after;
    if (some.length < PAGE) return rows;
  }
}

function no(message: string): Failure {
  return fail('invalid-input', message, { fields: [{ path: 'file', message }] }).error;
}

/** Writes every attempt of a broadcast as CSV (UTF-8, RFC 4180, times in UTC): all of it, or nothing. */
export async function exportAttempts(
  reader: Kysely<Tables>,
  input: ParsedInputOf<'broadcasts.exportAttempts'>,
  context: Context,
): Promise<Exported> {
  if (!isAbsolute(input.file)) return no('Give the full path of the file, from the root of the disk on.');
  if (!context.mayUseFile(input.file, 'write')) {
    return fail('denied', 'Only a file that was chosen in the Save dialog can be written; choose it again.')
      .error;
  }
  const part = join(dirname(input.file), `.${context.commandId}.part`);
  try {
    const file = await open(part, 'wx');
    let rows: number;
    try {
      rows = await writeAll(reader, input.id, file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, input.file);
    return { rows };
  } catch (error) {
    await rm(part, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || code.startsWith('SQLITE')) throw error;
    return no(`The file can’t be written (${code}); choose another place.`);
  }
}
