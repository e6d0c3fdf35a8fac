/** A file that can't be imported; the message tells the person what is wrong and what to do. */
export class ImportFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImportFault';
  }
}

/** Work that was asked to stop, and did. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
    this.name = 'Stopped';
  }
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'The file is not there any more. Choose it again.',
  EACCES: 'The file may not be read. Give yourself the right to read it, or copy it elsewhere.',
  EPERM: 'The file may not be read. Give yourself the right to read it, or copy it elsewhere.',
  EISDIR: 'That is a folder. Choose a file.',
  ENOTDIR: 'The file is not there any more. Choose it again.',
  EIO: 'The file can not be read: its disk reports an error. Copy it elsewhere and try again.',
  ENOSPC: 'The disk is full. Nothing was imported; free some space and try again.',
  EMFILE: 'Too many files are open. Try again in a moment.',
  EBUSY: 'Another program holds the file. Close it there and try again.',
};

/** Plain words for a fault of a file, the disk or the database; null for what is none of these, which is a bug. */
export function faultMessage(error: unknown): string | null {
  if (error instanceof ImportFault) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL') return FILE_FAULTS['ENOSPC'] as string;
  if (code.startsWith('SQLITE_BUSY')) {
    return 'The workspace was busy for too long. Nothing was imported; try again.';
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return 'The workspace folder can not be written to. Nothing was imported; make it writable and try again.';
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return 'The workspace could not be written: its disk reports an error. Nothing was imported.';
  }
  return FILE_FAULTS[code] ?? null;
}
