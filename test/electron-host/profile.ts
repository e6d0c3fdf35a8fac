import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'electron-host-profile-';

/** Where Chromium keeps what the pages store. */
export interface Profile {
  readonly path: string;
  /** A kept profile must be closed in an orderly way, so that everything is written. */
  readonly kept: boolean;
  /** Removes a profile that is not kept; safe to call at any time and more than once. */
  remove(): void;
}

/**
 * Opens the profile folder: inside `userData` when the app chose that folder itself, and otherwise a new one in
 * the system's temporary folder, which is removed at exit.
 */
export function openProfile(userData: string | undefined): Profile {
  if (userData !== undefined) {
    const path = join(userData, 'Chromium host profile');
    mkdirSync(path, { recursive: true });
    return { path, kept: true, remove: () => undefined };
  }
  removeLeftOvers();
  const path = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const remove = (): void => {
    // Chromium's children may write for a moment after their parent has been ended, and so make the folder anew.
    for (let attempt = 0; attempt < 50 && existsSync(path); attempt++) {
      try {
        rmSync(path, { recursive: true, force: true });
      } catch {
        // Something was written meanwhile. What is left in the end is removed by the next start of the host.
      }
      pause(10);
    }
  };
  return { path, kept: false, remove };
}

/** Waits without giving way to anything else: this runs in exit handlers. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Profiles of hosts that were killed without a chance to clean up. */
function removeLeftOvers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // It belongs to somebody else.
    }
  }
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
