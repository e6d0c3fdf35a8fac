// Brings a file of JSON Lines into a log in a process of its own, by the product's job or by a plain loop, and prints
// the processor time (ms) and by how many bytes memory grew at most. Arguments: workspace folder, file, 'job' or 'loop',
// and after how many rows the loop ends.
import { createReadStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { keyAt, SLOTS_PER_MS, spanOf } from '#main/db/logs/months.ts';
import { makeTables } from '#main/db/logs/schema.ts';
import { openLogStore } from '#main/db/logs/store.ts';
import { openRaw, type RawDatabase } from '#main/db/open.ts';
import { importDialogLog } from '#main/jobs/log-import/import-dialog-log.ts';
import { BOOKING, NORTH } from '#test/support/export-workspace.ts';
import { jobHandle } from '#test/support/job-handle.ts';
import { addLogImport } from '#test/support/log-import.ts';

const [folder = '', file = '', how = 'job', least = ''] = process.argv.slice(2);
const enough = Number(least);

async function byJob(look: () => void): Promise<number> {
  const db = openRaw(join(folder, 'rolecall.db'));
  const params = addLogImport({ folder, raw: db }, file, { project: BOOKING });
  const { handle } = jobHandle({
    db,
    folder,
    id: params.import,
    cancelWhen: () => {
      look();
      return false;
    },
  });
  const end = await importDialogLog(params, handle);
  if (end.state !== 'done') throw new Error(end.message);
  return Number(end.result['added']);
}

interface Month {
  readonly raw: RawDatabase;
  readonly start: number;
  readonly insert: { run(...cells: unknown[]): unknown };
  readonly words: Map<string, number>;
  readonly word: { get(word: string): unknown };
}

/** JSON.parse and one prepared statement a line, into the tables of messages and the text index, a transaction a month. */
async function byLoop(look: () => void): Promise<number> {
  const months = new Map<string, Month>();
  let rows = 0;
  let last = -1;
  const monthAt = (name: string): Month => {
    const known = months.get(name);
    if (known !== undefined) return known;
    mkdirSync(join(folder, 'logs', NORTH), { recursive: true });
    const raw = openRaw(join(folder, 'logs', NORTH, `${name}.sqlite`));
    raw.pragma('cache_size = -65536');
    makeTables(raw);
    raw.exec(`create temp trigger index_text after insert on main.messages begin
      insert into messages_text (rowid, text) values (new.key / ${SLOTS_PER_MS}, lower(new.text)); end`);
    raw.exec('begin immediate');
    const month: Month = {
      raw,
      start: spanOf(name).from,
      insert: raw.prepare('insert into messages values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
      words: new Map(),
      word: raw.prepare('insert into words (word) values (?) returning id').pluck(),
    };
    months.set(name, month);
    last = -1;
    return month;
  };
  const take = (line: string): void => {
    const row = JSON.parse(line) as Record<string, unknown>;
    const time = row['timestamp'] as string;
    const month = monthAt(time.slice(0, 7));
    const word = (text: unknown): number => {
      let id = month.words.get(text as string);
      if (id === undefined) {
        id = month.word.get(text as string) as number;
        month.words.set(text as string, id);
      }
      return id;
    };
    // Rows of an hour come dialog by dialog, not in order of time: each gets the next free key.
    last = Math.max(last + 1, keyAt(month.start, Date.parse(time)));
    month.insert.run(
      last,
      row['message_id'],
      word(row['project']),
      word(row['channel']),
      row['client_id'],
      row['session_id'],
      word(row['direction']),
      row['speaker'],
      row['text'],
      word(row['intent']),
      row['confidence'] ?? null,
      row['extra'] === undefined ? '' : JSON.stringify(row['extra']),
      row['tags'] === undefined ? '' : JSON.stringify(row['tags']),
    );
    rows += 1;
  };
  let rest = '';
  for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: 262_144 })) {
    look();
    const lines = (rest + (text as string)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (rows < enough) take(line);
    if (rows >= enough) break;
  }
  for (const { raw } of months.values()) {
    raw.exec('commit');
    raw.close();
  }
  return rows;
}

const before = process.memoryUsage.rss();
let most = before;
const look = (): void => {
  most = Math.max(most, process.memoryUsage.rss());
};
const used = process.cpuUsage();
const rows = await (how === 'job' ? byJob(look) : byLoop(look));
const { user, system } = process.cpuUsage(used);
look();
const store = openLogStore(folder);
const page = store.page({
  scopes: [{ account: NORTH, projects: null }],
  filter: {},
  direction: 'desc',
  offset: 0,
  limit: 1,
});
store.close();
process.stdout.write(
  JSON.stringify({ rows, kept: page.total, cpu: (user + system) / 1_000, growth: most - before }),
);
