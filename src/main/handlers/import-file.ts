import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fail } from '#shared/reply.ts';
import { faultMessage } from '../jobs/import/fault.ts';
import type { Context } from './handler.ts';

export type Refused = ReturnType<typeof fail>;

/** A refusal that names an input field. */
export function fault(path: string, message: string): Refused {
  return fail('invalid-input', message, { fields: [{ path, message }] });
}

/** Why a file can't be imported by this caller, as far as that shows without reading it; null if it may be. */
export async function fileFault(file: string, context: Context): Promise<Refused | null> {
  if (!isAbsolute(file))
    return fault('file', 'Give the full path of the file, from the root of the disk on.');
  if (!context.mayUseFile(file, 'read')) {
    return fail('denied', 'Only a file that was chosen in the Open dialog can be imported; choose it again.');
  }
  try {
    await access(file, constants.R_OK);
    const { size } = await stat(file);
    return size === 0 ? fault('file', 'The file is empty. Choose a file with numbers in it.') : null;
  } catch (error) {
    const message = faultMessage(error);
    if (message === null) throw error;
    return fault('file', message);
  }
}

/** Why columns chosen by hand can't be read; null if they can. */
export function columnsFault(columns: readonly string[] | undefined): Refused | null {
  if (columns === undefined || columns.filter((role) => role === 'number').length === 1) return null;
  return fault('columns', 'Choose exactly one column as the number.');
}
