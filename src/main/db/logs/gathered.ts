import type { RawDatabase } from '../open.ts';

/** The workspace's mark that its clients were gathered from logs that came in without an import. */
const MARK = 'clients-of-logs';

/** Whether this workspace's clients have been gathered from its logs. */
export function hasGatheredClients(raw: RawDatabase): boolean {
  return raw.prepare('select 1 from workspace where key = ?').get(MARK) !== undefined;
}

/** Notes that they have; within the transaction that gathers them. */
export function noteClientsGathered(raw: RawDatabase): void {
  raw.prepare('insert into workspace (key, value) values (?, ?)').run(MARK, '1');
}
