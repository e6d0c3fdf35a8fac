import { openRaw, type RawDatabase } from '../open.ts';
import { fillText, PATH_LIMIT } from './derived.ts';
import { fileOf } from './files.ts';
import { type Month, SLOTS_PER_MS } from './months.ts';
import { makeTables } from './schema.ts';

const HOUR_KEYS = 3_600_000 * SLOTS_PER_MS;

/** Stands among the marks of imports while a file must still be rewritten. */
const ERASING = 'erasing';

interface Erased {
  readonly key: number;
  readonly project: number;
  readonly channel: number;
  readonly direction: number;
  readonly session: string;
  readonly tags: string;
}

/**
 * Takes a client out of an account's month: messages, text index, dialogs, tags and counts; then writes the file anew,
 * so that no page of it holds what was erased, and empties the write-ahead log. All or nothing up to the rewriting,
 * which may be repeated. Returns how many messages there were, and whether the write-ahead log could be emptied (not
 * while another connection reads from it).
 */
export function eraseClient(
  folder: string,
  at: { readonly account: string; readonly month: Month },
  client: string,
): { readonly messages: number; readonly clean: boolean } {
  const raw = openRaw(fileOf(folder, at.account, at.month));
  try {
    makeTables(raw);
    raw.pragma('secure_delete = ON');
    // The rewriting may need as much room as the file has.
    raw.pragma('temp_store = FILE');
    const erase = raw.transaction(() => eraseRows(raw, client));
    const messages = erase.immediate();
    // The mark outlives a crash between the two.
    if (raw.prepare('select 1 from imports where id = ?').get(ERASING) !== undefined) {
      raw.exec('vacuum');
      raw.prepare('delete from imports where id = ?').run(ERASING);
    }
    const [state] = raw.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return { messages, clean: state?.busy === 0 };
  } finally {
    raw.close();
  }
}

function eraseRows(raw: RawDatabase, client: string): number {
  const rows = raw
    .prepare('select key, project, channel, direction, session, tags from messages where client = ?')
    .all(client) as Erased[];
  if (rows.length === 0) return 0;
  raw.prepare('insert or ignore into imports values (?, 0)').run(ERASING);
  for (const row of rows) takeOutCounts(raw, row);
  raw.prepare('delete from messages where client = ?').run(client);
  const dialogs = new Map(rows.map((row) => [`${row.project} ${row.session}`, row]));
  for (const { project, session } of dialogs.values()) mendDialog(raw, project, session);
  // An entry of the index may hold others' words too: it is made anew from what remains.
  raw.exec(`insert into messages_text (messages_text) values ('delete-all')`);
  fillText(raw);
  return rows.length;
}

function takeOutCounts(raw: RawDatabase, row: Erased): void {
  const { key, project, channel, direction } = row;
  raw
    .prepare(
      `update counts set messages = messages - 1
       where hour = ? and project = ? and channel = ? and direction = ?`,
    )
    .run(Math.floor(key / HOUR_KEYS), project, channel, direction);
  if (row.tags === '') return;
  raw
    .prepare(
      `update tag_counts set messages = messages - 1
       where project = ? and tag in (select tag from tagged where key = ?)`,
    )
    .run(project, key);
  raw.prepare('delete from tagged where tag in (select tag from tag_counts) and key = ?').run(key);
}

/** Makes a dialog's row anew from what remains of it. */
function mendDialog(raw: RawDatabase, project: number, session: string): void {
  raw.prepare('delete from dialogs where project = ? and session = ?').run(project, session);
  const rest = raw
    .prepare(
      `select key, client, channel, iif(word = '', 0, intent) as intent from messages
       join words on words.id = intent where session = ? and project = ? order by key`,
    )
    .all(session, project) as { key: number; client: string; channel: number; intent: number }[];
  const [first] = rest;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return;
  const path = rest
    .map(({ intent }) => intent)
    .filter((intent) => intent !== 0)
    .slice(0, PATH_LIMIT);
  raw
    .prepare('insert into dialogs values (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(project, session, first.key, last.key, first.client, first.channel, rest.length, path.join(' '));
}
