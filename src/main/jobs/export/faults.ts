import { NewerLogError } from '../../db/logs/schema.ts';

/** The export can't go on, for a reason outside of Rolecall; the message is a whole sentence for the person. */
export class ExportFault extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ExportFault';
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room, or choose another disk',
  EDQUOT: 'your quota on this disk is used up; make room, or choose another disk',
  EFBIG: 'this disk takes no file of that size; choose another disk',
  EACCES: 'you may not write there; choose another folder',
  EPERM: 'you may not write there, or another program holds the file; close it, or choose another name',
  EBUSY: 'another program holds the file; close it, or choose another name',
  EROFS: 'the disk is read-only; choose another disk',
  ENOENT: 'the folder is not there any more; choose another folder',
  ENOTDIR: 'its folder is not a folder; choose another one',
  EISDIR: 'there is a folder of this name; choose another name',
  EEXIST: 'a file of this name is there now; choose another name, or ask for it to be replaced',
  ENAMETOOLONG: 'its name is too long; choose a shorter one',
  EIO: 'the disk reports an error; try another disk',
  ENODEV: 'the disk is not there any more; connect it again, or choose another one',
  ENXIO: 'the disk is not there any more; connect it again, or choose another one',
};

/** Runs file work; a failure becomes an ExportFault that says why and that nothing was left. */
export function onDisk<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExportFault) throw error;
    throw diskFault(file, (error as NodeJS.ErrnoException).code, error);
  }
}

export function diskFault(file: string, code: string | undefined, cause?: unknown): ExportFault {
  const reason = REASONS[code ?? ''] ?? `the disk refused it (${code ?? 'unknown reason'})`;
  return new ExportFault(
    `The export could not be written to ${file}: ${reason}. The unfinished file was removed; start the export again.`,
    cause,
  );
}

/** What to tell the person about a failed export; null if the failure is a bug. */
export function logFault(error: unknown): Error | null {
  if (error instanceof ExportFault || error instanceof NewerLogError) return error;
  const code = String((error as { code?: unknown } | null)?.code);
  if (!code.startsWith('SQLITE_CORRUPT') && code !== 'SQLITE_NOTADB' && code !== 'SQLITE_IOERR') return null;
  return new ExportFault(
    `A file of the account's log is damaged (${code}). Nothing was exported; restore the log from a backup.`,
    error,
  );
}
