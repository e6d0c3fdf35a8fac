import type { LogStore } from './store.ts';

/** By folder, the stores that `logStoreOf` opened in this thread. Apart from them, so that to close none loads nothing. */
export const openStores = new Map<string, LogStore>();

/** Closes what `logStoreOf` opened for a folder: before the workspace is left, moved or deleted. */
export function closeLogStore(folder: string): void {
  openStores.get(folder)?.close();
  openStores.delete(folder);
}
