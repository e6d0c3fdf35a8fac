import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createWriteStream, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { format } from '@fast-csv/format';
import { stringify } from 'csv-stringify/sync';
import { SLOTS_PER_MS, spanOf, timeOf } from '#main/db/logs/months.ts';
import type { MessageCells } from '#main/db/logs/reader.ts';
import type { MonthScan, ScanQuery } from '#main/db/logs/scan.ts';
import type { LogStore } from '#main/db/logs/store.ts';

/** What all are asked for: the same rows of the same account. */
export interface Task {
  readonly store: LogStore;
  readonly folder: string;
  readonly query: ScanQuery;
  /** Names by id. */
  readonly projects: Readonly<Record<string, string>>;
  /** Where to write; each writes a file of its own beside it. */
  readonly out: string;
}

const PAGE_ROWS = 2_000;

/** Goes through the pages that an export reads. */
function* pagesOf({ store, query }: Task): Generator<readonly [MonthScan, readonly MessageCells[]]> {
  for (const month of store.plan(query).months) {
    const scan = store.scan(query, { month, after: -1 });
    for (let page = scan.next(PAGE_ROWS); page.length > 0; page = scan.next(PAGE_ROWS)) yield [scan, page];
    scan.close();
  }
}

/** Only reads the rows; returns how many there are. */
export function readOnly(task: Task): number {
  let rows = 0;
  for (const [, page] of pagesOf(task)) rows += page.length;
  return rows;
}

function recordsOf(task: Task, scan: MonthScan, page: readonly MessageCells[]): unknown[][] {
  const word = (id: number) => scan.wordOf(id);
  const { account } = task.query.scope;
  return page.map(
    ([key, id, project, channel, client, session, direction, speaker, text, intent, confidence, extra]) => {
      const time = new Date(timeOf(scan.monthStart, key)).toISOString();
      const name = task.projects[word(project)];
      const said = [word(channel), client, session, word(direction), speaker, text, word(intent)];
      return [id, time, account, word(project), name, ...said, confidence, extra];
    },
  );
}

/** As csv-stringify's users would, page by page, without hash, sync or a safe name. */
export function byStringify(task: Task): void {
  const out = openSync(`${task.out}.stringify`, 'w');
  for (const [scan, page] of pagesOf(task)) {
    writeSync(
      out,
      stringify(recordsOf(task, scan, page), { record_delimiter: 'windows', escape_formulas: true }),
    );
  }
  closeSync(out);
}

/** As fast-csv's users would: its stream into a file. */
export async function byFastCsv(task: Task): Promise<void> {
  const stream = format({ rowDelimiter: '\r\n' });
  const written = pipeline(stream, createWriteStream(`${task.out}.fast-csv`));
  for (const [scan, page] of pagesOf(task)) {
    for (const record of recordsOf(task, scan, page)) {
      if (!stream.write(record)) await once(stream, 'drain');
    }
  }
  stream.end();
  await written;
}

/** Whether the sqlite3 command line is there. */
export const HAS_SQLITE3 = spawnSync('sqlite3', ['--version']).status === 0;

function whereOf({ filter }: ScanQuery): string {
  const { channel, direction } = filter;
  const terms = [
    ...(channel === undefined ? [] : [`c.word = '${channel}'`]),
    ...(direction === undefined ? [] : [`d.word = '${direction}'`]),
  ];
  return terms.length === 0 ? '' : `where ${terms.join(' and ')}`;
}

/** The sqlite3 command line on the same files, with the same columns and the same ISO times. */
export function bySqlite3(task: Task): void {
  const out = openSync(`${task.out}.sqlite3`, 'w');
  const names = Object.entries(task.projects).map(([id, name]) => `when '${id}' then '${name}'`);
  for (const month of task.store.plan(task.query).months) {
    const at = `(${spanOf(month).from} + key / ${SLOTS_PER_MS}) / 1000.0`;
    const sql = `select message_id, strftime('%Y-%m-%dT%H:%M:%fZ', ${at}, 'unixepoch'), '${task.query.scope.account}',
      p.word, case p.word ${names.join(' ')} end, c.word, client, session, d.word, speaker, text, i.word, confidence, extra
      from messages join words p on p.id = project join words c on c.id = channel
      join words d on d.id = direction join words i on i.id = intent ${whereOf(task.query)} order by key`;
    const file = join(task.folder, 'logs', task.query.scope.account, `${month}.sqlite`);
    const child = spawnSync('sqlite3', ['-readonly', '-csv', file, sql], {
      stdio: ['ignore', out, 'inherit'],
    });
    if (child.status !== 0) throw new Error('The sqlite3 command line failed.');
  }
  closeSync(out);
}

/** DuckDB with the same rows in a database file of its own. */
export class Duck {
  readonly #connection: Awaited<ReturnType<DuckDBInstance['connect']>>;

  private constructor(connection: Awaited<ReturnType<DuckDBInstance['connect']>>) {
    this.#connection = connection;
  }

  /** Takes the rows from a finished export. */
  static async open(file: string, csv: string): Promise<Duck> {
    const connection = await (await DuckDBInstance.create(file)).connect();
    await connection.run(`create table log as select * replace (time_utc::timestamp as time_utc)
      from read_csv('${csv}', header = true, types = {'time_utc': 'TIMESTAMP', 'text': 'VARCHAR', 'extra': 'VARCHAR'})`);
    await connection.run('checkpoint');
    return new Duck(connection);
  }

  async copy(task: Task): Promise<void> {
    const where = whereOf(task.query).replace('c.word', 'channel').replace('d.word', 'direction');
    await this.#connection.run(`copy (select * from log ${where}) to '${task.out}.duckdb'
      (format csv, header, timestampformat '%Y-%m-%dT%H:%M:%S.%gZ')`);
  }

  close(): void {
    this.#connection.closeSync();
  }
}
