import { accessSync, constants, lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { type Failure, fail } from '#shared/reply.ts';
import type { Context } from './handler.ts';

/** What the caller may do with the files of this machine. */
export type FileRights = Pick<Context, 'folder' | 'mayUseFile'>;

/** A fault of the file that was named. */
export function no(message: string): Failure {
  return fail('invalid-input', message, { fields: [{ path: 'file', message }] }).error;
}

/** Why a file can't be written where it was asked for, or null. Looks, but changes nothing. */
export function destinationFault(
  { file, overwrite }: { readonly file: string; readonly overwrite: boolean },
  around: FileRights,
): Failure | null {
  return placeFault(file, around, () => nameFault(file, overwrite));
}

/** The same for files that are named after `file`: `names` says what is wrong with their names, or null. */
export function placeFault(file: string, around: FileRights, names: () => string | null): Failure | null {
  if (!isAbsolute(file)) return no('Give the full path of the file, from the root of the disk on.');
  if (!around.mayUseFile(file, 'write')) {
    return fail('denied', 'Only a file that was chosen in the Save dialog can be written; choose it again.')
      .error;
  }
  const folder = dirname(file);
  try {
    if (!statSync(folder).isDirectory()) return no(`${folder} is not a folder; choose another place.`);
    if (isInside(around.folder, folder)) {
      return no('The workspace keeps its own files in this folder; choose another place.');
    }
    accessSync(folder, constants.W_OK);
    const problem = names();
    return problem === null ? null : no(problem);
  } catch (error) {
    return no(unreachable(folder, (error as NodeJS.ErrnoException).code));
  }
}

/** Why a name can't be taken, in words, or null. */
export function nameFault(file: string, overwrite: boolean): string | null {
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there?.isDirectory()) return 'There is a folder of this name; choose another name.';
  if (there !== undefined && !overwrite) {
    return `There is a file of this name (${file}); choose another name, or ask for it to be replaced.`;
  }
  return partFault(file);
}

/** The same of the name that the file has while it is written. */
export function partFault(file: string): string | null {
  const part = `${file}.part`;
  if (lstatSync(part, { throwIfNoEntry: false }) === undefined) return null;
  return `${part} is in the way of the unfinished export; remove it, or choose another name.`;
}

function isInside(folder: string, other: string): boolean {
  const path = relative(realpathSync(folder), realpathSync(other));
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
}

function unreachable(folder: string, code: string | undefined): string {
  if (code === 'ENOENT') return `There is no folder ${folder}; make it, or choose another place.`;
  if (code === 'ENOTDIR') return `${folder} is not a folder; choose another place.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `You may not write into ${folder}; choose another folder.`;
  }
  if (code === 'ENAMETOOLONG') return 'The name of the file is too long; choose a shorter one.';
  return `The folder ${folder} can't be used (${code ?? 'unknown reason'}); choose another place.`;
}
