import { FolderInUseError } from '../db/lock.ts';
import { NewerDatabaseError } from '../db/migrate.ts';

const BY_CODE: readonly (readonly [RegExp, (folder: string) => string])[] = [
  [
    /^(EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM)/,
    (folder) => `The folder ${folder} cannot be written. Check its rights, or choose another by --workspace.`,
  ],
  [/^(ENOTDIR|EEXIST)/, (folder) => `${folder} is not a folder. Choose another by --workspace.`],
  [
    /^(SQLITE_NOTADB|SQLITE_CORRUPT)/,
    (folder) =>
      `rolecall.db in ${folder} is damaged, or no database of Rolecall. It was left as it is; put a copy of it back.`,
  ],
  [
    /^(ENOSPC|SQLITE_FULL)/,
    (folder) => `The disk that holds ${folder} is full. Free some space and start again.`,
  ],
];

/** Why a workspace could not be opened, in words for a person. */
export function openFailure(folder: string, error: unknown): Error {
  if (error instanceof FolderInUseError || error instanceof NewerDatabaseError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  for (const [pattern, say] of BY_CODE) {
    if (pattern.test(code)) return new Error(say(folder), { cause: error });
  }
  const why = error instanceof Error ? error.message : String(error);
  return new Error(`The workspace at ${folder} could not be opened: ${why}`, { cause: error });
}
