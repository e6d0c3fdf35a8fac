import type { RawDatabase } from '../open.ts';
import { accountsIn, monthsOf } from './files.ts';
import { hasGatheredClients, noteClientsGathered } from './gathered.ts';
import { timeOf } from './months.ts';
import { LogReaders } from './readers.ts';

/**
 * Gathers the clients of logs that came in before imports kept them (a demo workspace, an older Rolecall), once in a
 * workspace's life. From then on imports tell of clients.
 */
export function gatherClients(raw: RawDatabase, folder: string, newId: () => string): void {
  if (hasGatheredClients(raw)) return;
  const readers = new LogReaders(folder);
  const realmOf = raw.prepare('select realm_id from nodes where id = ?').pluck();
  const insert = raw.prepare(
    `insert into log_clients (id, realm_id, account_id, node_id, client, channel, first_at, last_at, version)
     values (?, ?, ?, ?, ?, ?, ?, ?, 1)
     on conflict (node_id, client) do update set
       channel = iif(excluded.last_at >= last_at, excluded.channel, channel),
       first_at = min(first_at, excluded.first_at),
       last_at = max(last_at, excluded.last_at)`,
  );
  const gather = raw.transaction(() => {
    for (const account of accountsIn(folder)) {
      const realm = realmOf.get(account) as string | null | undefined;
      if (realm === undefined) continue;
      for (const month of monthsOf(folder, account)) {
        const reader = readers.reader(account, month);
        if (reader === null) continue;
        const rows = reader.look((all) =>
          all(
            'select project, client, max(channel), min(first), max(last) from dialogs group by project, client',
          ),
        ) as [number, string, number, number, number][];
        for (const [project, client, channel, first, last] of rows) {
          const node = reader.wordOf(project);
          if (realmOf.get(node) === undefined) continue;
          const from = timeOf(reader.span.from, first);
          const to = timeOf(reader.span.from, last);
          insert.run(newId(), realm, account, node, client, reader.wordOf(channel), from, to);
        }
      }
      readers.trim();
    }
    noteClientsGathered(raw);
  });
  try {
    gather.immediate();
  } finally {
    readers.close();
  }
}
