import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isMonth, type Month } from './months.ts';

/** What an account id must look like to name a folder: nothing that could lead out of the log's own. */
const ACCOUNT = /^[\w-]{1,80}$/;

function folderOf(folder: string, account: string): string {
  if (!ACCOUNT.test(account)) throw new Error(`'${account}' can't name an account's log folder.`);
  return join(folder, 'logs', account);
}

/** The file of an account's month below a workspace's folder. */
export function fileOf(folder: string, account: string, month: Month): string {
  return join(folderOf(folder, account), `${month}.sqlite`);
}

/** Removes an account's month with all that belongs to its file. */
export function removeMonth(folder: string, account: string, month: Month): void {
  const file = fileOf(folder, account, month);
  // The file itself last: what a failure leaves is still a whole month.
  for (const part of [`${file}-shm`, `${file}-wal`, file]) rmSync(part, { force: true });
}

/** Bytes that an account's months take. */
export function bytesOf(folder: string, account: string): number {
  const place = folderOf(folder, account);
  return namesIn(place).reduce(
    (sum, name) => sum + (statSync(join(place, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Makes the folder of an account's log. */
export function makeFolder(folder: string, account: string): void {
  mkdirSync(folderOf(folder, account), { recursive: true });
}

/** The months for which an account has a file, oldest first. */
export function monthsOf(folder: string, account: string): Month[] {
  return namesIn(folderOf(folder, account))
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => name.slice(0, -'.sqlite'.length))
    .filter(isMonth)
    .toSorted();
}

/** The accounts that have a log. */
export function accountsIn(folder: string): Set<string> {
  return new Set(namesIn(join(folder, 'logs')).filter((name) => ACCOUNT.test(name)));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
