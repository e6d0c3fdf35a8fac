import type { Database, RawDatabase } from '../db/open.ts';
import { expiredVersions, removeExpiredLists } from '../db/retention.ts';
import { deletionOf } from '../jobs/import/discard.ts';

/** What retention needs of the service. */
export interface RetentionSurroundings {
  readonly raw: RawDatabase;
  readonly db: Database;
  now(): number;
  /** Lists have gone. */
  changed(): void;
  report(what: string, error: unknown): void;
}

const FIRST = 15_000;
const EVERY = 3_600_000;

/** Removes what is past its days, and deletes its rows; resolves when all of it is gone, or `stopped` says so. */
export async function applyRetention(
  around: RetentionSurroundings,
  stopped: () => boolean = () => false,
): Promise<number> {
  const removed = await removeExpiredLists(around.db, around.now());
  if (removed > 0) around.changed();
  for (const key of await expiredVersions(around.db)) {
    for (const _part of deletionOf(around.raw, key)) {
      await new Promise((resolve) => setImmediate(resolve));
      if (stopped()) return removed;
    }
  }
  return removed;
}

/** Applies retention soon, and every hour from then on. Returns how to stop that. */
export function startRetention(around: RetentionSurroundings): () => void {
  let ended = false;
  let running = false;
  const run = async (): Promise<void> => {
    if (ended || running) return;
    running = true;
    try {
      await applyRetention(around, () => ended);
    } catch (error) {
      // Busy or full: the next hour tries again.
      if (!ended) around.report('retention of number lists', error);
    } finally {
      running = false;
    }
  };
  const first = setTimeout(() => void run(), FIRST).unref();
  const each = setInterval(() => void run(), EVERY).unref();
  return () => {
    ended = true;
    clearTimeout(first);
    clearInterval(each);
  };
}
