import { constants } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { cellOf, type Pack } from '#shared/policy/pack.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { spreadsheetCell } from '../../jobs/export/cells.ts';
import type { Context } from '../handler.ts';

type Request = Pick<ParsedInputOf<'packs.export'>, 'file' | 'format' | 'overwrite'>;

/** A byte order mark: without it spreadsheets take UTF-8 for something else. */
const MARK = '\uFEFF';

/** The matrix as CSV that `packs.preview` reads again: section, words, permission ids, a column for each role. */
export function matrixCsv(pack: Pack): string {
  const roles = pack.roles.map(({ id }) => id);
  const lines = [
    ['Section', 'Row', 'Permission ids', ...roles],
    ...pack.rows.map((row) => [
      row.section,
      row.words,
      row.permissions.join(' '),
      ...roles.map((role) => cellOf(row, role).token),
    ]),
  ];
  return MARK + lines.map((line) => `${line.map(spreadsheetCell).join(',')}\r\n`).join('');
}

function refused(message: string): Reply<never> {
  return fail('invalid-input', message, { fields: [{ path: 'file', message }] });
}

async function destinationFault(
  { file, overwrite }: Request,
  context: Context,
): Promise<Reply<never> | null> {
  if (!isAbsolute(file)) return refused('Give the full path of the file, from the root of the disk on.');
  if (!context.mayUseFile(file, 'write')) {
    return fail('denied', 'Only a file that was chosen in the Save dialog can be written; choose it again.');
  }
  const inside = relative(context.folder, dirname(file));
  if (inside === '' || (!inside.startsWith('..') && !isAbsolute(inside))) {
    return refused('The workspace keeps its own files in this folder; choose another place.');
  }
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory() === true) return refused('There is a folder of this name; choose another name.');
  if (there !== null && !overwrite) {
    return refused('There is a file of this name; choose another name, or ask for it to be replaced.');
  }
  const writable = await access(dirname(file), constants.W_OK).then(
    () => true,
    () => false,
  );
  return writable ? null : refused('This folder cannot be written to; choose another place.');
}

/** Writes a pack to a file, whole or not at all. */
export async function writePack(
  pack: Pack,
  request: Request,
  context: Context,
): Promise<Reply<{ file: string; bytes: number }>> {
  const wrong = await destinationFault(request, context);
  if (wrong !== null) return wrong;
  const text = request.format === 'json' ? `${JSON.stringify(pack, null, 2)}\n` : matrixCsv(pack);
  const part = `${request.file}.part`;
  try {
    const handle = await open(part, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, request.file);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return refused(`${part} is in the way; remove it, or choose another name.`);
    await rm(part, { force: true });
    return refused(`The file could not be written (${code}). Nothing was left; choose another place.`);
  }
  return ok({ file: request.file, bytes: Buffer.byteLength(text) });
}
