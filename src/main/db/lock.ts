import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { LOCK_FILE } from './workspace-files.ts';

/** The folder is in use by another Rolecall, in a window or on the command line. */
export class FolderInUseError extends Error {
  constructor(folder: string) {
    super(
      `Another Rolecall is using the workspace at ${folder}. Close it, or choose another folder by --workspace.`,
    );
    this.name = 'FolderInUseError';
  }
}

/**
 * Takes the folder for this process until `release` is called or the process ends, however it ends: the lock is an
 * SQLite file lock, which the operating system lets go by itself. Waits up to `wait` ms for another to let go.
 */
export function lockFolder(folder: string, wait: number): { release(): void } {
  const lock = new BetterSqlite3(join(folder, LOCK_FILE), { timeout: wait });
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive;');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')
      throw new FolderInUseError(folder);
    throw error;
  }
  return { release: () => void lock.close() };
}
