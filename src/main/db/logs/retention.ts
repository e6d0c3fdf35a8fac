import type { RawDatabase } from '../open.ts';
import { monthOf } from './months.ts';
import { logStoreOf } from './store.ts';

/** Unix ms from which on messages are kept: the start of the first of so many UTC months, counting the present one. */
export function keptFrom(months: number, now: number): number {
  const today = new Date(now);
  return Math.max(0, Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months + 1, 1));
}

/** Drops what has grown older than its account's log is kept. Returns how many months that were. */
export function enforceRetention(raw: RawDatabase, folder: string, now: number): number {
  const rules = raw.prepare('select node_id as node, months from log_retention').all() as {
    node: string;
    months: number;
  }[];
  const forget = raw.prepare('delete from log_clients where account_id = ? and last_at < ?');
  let dropped = 0;
  for (const { node, months } of rules) {
    const from = keptFrom(months, now);
    dropped += logStoreOf(folder).dropBefore(node, monthOf(from)).length;
    forget.run(node, from);
  }
  return dropped;
}
