import { join } from 'node:path';
// Not electron-log/main: that one listens on IPC channels of its own.
import log from 'electron-log/node';
import { withoutPersonalData } from './redact.ts';

const LARGEST = 1_048_576;
const FILE = 'rolecall.log';

/** The log file in a folder. */
export function logFileIn(folder: string): string {
  return join(folder, 'logs', FILE);
}

/** Logs to a file in the folder from now on; the newest 1 MiB and the one before it are kept. */
export function logTo(folder: string): void {
  log.transports.file.resolvePathFn = () => logFileIn(folder);
  log.transports.file.maxSize = LARGEST;
  log.transports.file.level = 'info';
  log.transports.console.level = 'error';
}

/** Notes what happened. Never anything of a person's. */
export function note(what: string): void {
  log.info(withoutPersonalData(what));
}

/** Notes a bug. */
export function noteFault(what: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error(withoutPersonalData(`${what}: ${text}`));
}
