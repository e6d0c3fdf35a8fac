import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { Kysely } from 'kysely';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { Tables } from '../db/tables/index.ts';
import type { Context } from './handler.ts';

const ROWS_AT_ONCE = 5_000;

/** Writes the rows that an import refused or found with another text as CSV: row, outcome, reason, line. */
export async function saveProblems(
  reader: Kysely<Tables>,
  { id, file }: { readonly id: string; readonly file: string },
  context: Context,
): Promise<Reply<{ rows: number }>> {
  if (!isAbsolute(file)) return refused('Give the full path of the file, from the root of the disk on.');
  if (!context.mayUseFile(file, 'write')) {
    return fail('denied', 'Only a file that was chosen in the Save dialog can be written; choose it again.');
  }
  try {
    const handle = await open(file, 'w');
    try {
      await handle.write('row,outcome,reason,line\r\n');
      let rows = 0;
      for (let after = 0; ; ) {
        const some = await reader
          .selectFrom('log_import_problems')
          .select(['seq', 'row', 'outcome', 'reason', 'line'])
          .where('import_id', '=', id)
          .where('seq', '>', after)
          .orderBy('seq')
          .limit(ROWS_AT_ONCE)
          .execute();
        const lines = some.map(
          ({ row, outcome, reason, line }) => `${row},${outcome},${cell(reason)},${cell(line)}\r\n`,
        );
        await handle.write(lines.join(''));
        rows += some.length;
        after = some.at(-1)?.seq ?? after;
        if (some.length < ROWS_AT_ONCE) break;
      }
      await handle.sync();
      return ok({ rows });
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return refused(`The file could not be written (${code}); choose another place.`);
  }
}

function refused(message: string): Reply<{ rows: number }> {
  return fail('invalid-input', message, { fields: [{ path: 'file', message }] });
}

function cell(text: string): string {
  // A spreadsheet would run what begins so as a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
