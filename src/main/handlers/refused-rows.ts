import { open, rename, rm } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { notFixed } from '../db/number-list-rows.ts';
import { type ReadyVersion, readyVersion } from '../db/number-lists.ts';
import type { Tables } from '../db/tables/index.ts';
import { faultMessage } from '../jobs/import/fault.ts';
import type { Context, Tx } from './handler.ts';
import { fault } from './import-file.ts';
import { NO_LIST } from './list-change.ts';

const PART = 5_000;

/**
 * Writes the rows of a report that are still refused, whole and under the header of their file, as CSV in UTF-8 that
 * can be mended and imported again. The file appears when it is complete.
 */
export async function exportRefused(
  reader: Kysely<Tables>,
  input: ParsedInputOf<'numberLists.exportRefused'>,
  context: Context,
): Promise<Reply<{ rows: number; file: string }>> {
  if (!isAbsolute(input.file)) return fault('file', 'Give the full path of the file.');
  if (!context.mayUseFile(input.file, 'write')) {
    return fail('denied', 'Only a file that was chosen in the Save dialog can be written; choose it again.');
  }
  const version = await readyVersion(reader as Tx, input.id, input.ordinal);
  if (version === undefined) return fail('not-found', NO_LIST);
  const part = `${input.file}.part`;
  try {
    const rows = await write(reader, version, part);
    await rename(part, input.file);
    return ok({ rows, file: input.file });
  } catch (error) {
    await rm(part, { force: true });
    const message = faultMessage(error);
    if (message === null) throw error;
    return fault('file', message.replace('Nothing was imported', 'Nothing was written'));
  }
}

async function write(reader: Kysely<Tables>, version: ReadyVersion, file: string): Promise<number> {
  const { titles = ['Phone'] } = JSON.parse(version.mapping) as { titles?: string[] };
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.write(csvLine(titles));
    let [last, rows] = [0, 0];
    for (;;) {
      const part = await reader
        .selectFrom('number_list_problems')
        .select(['seq', 'value', 'cells'])
        .where('version_key', '=', version.baseKey)
        .where('outcome', '=', 'refused')
        .where(notFixed(version.key))
        .where(sql<boolean>`seq > ${last}`)
        .orderBy('seq')
        .limit(PART)
        .execute();
      const lines = part.map(({ cells, value }) =>
        csvLine(cells === null ? [value] : (JSON.parse(cells) as string[])),
      );
      await handle.write(lines.join(''));
      rows += part.length;
      last = part.at(-1)?.seq ?? last;
      if (part.length < PART) break;
    }
    await handle.sync();
    return rows;
  } finally {
    await handle.close();
  }
}

function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) =>
    /[",\n\r]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  // A lone empty cell would be an empty line.
  return `${quoted.length === 1 && quoted[0] === '' ? '""' : quoted.join(',')}\n`;
}
