import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { DoNotCall } from '#main/db/do-not-call.ts';
import { BLOCK_NUMBERS, packNumbers } from '#main/db/number-blocks.ts';
import { ACCOUNT, ListWorkspace, REALM } from '#test/support/number-lists.ts';
import { NODE_FLAGS } from '../../scripts/node-flags.mjs';
import { type BenchLine, median } from './bench-line.ts';
import { writeRows } from './import-rows.ts';

const ROWS = 1_000_000;
const FORBIDDEN = 10_000_000;
const ROUNDS = 5;
const ALONE = fileURLToPath(new URL('import-alone.ts', import.meta.url));

/** Milliseconds. */
interface Duck {
  readonly read: number;
  readonly indexed: number;
}

/** As the app has it: what V8 compiled at an earlier start is kept. */
const KEPT_CODE = {
  ...process.env,
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../.cache/import-code', import.meta.url)),
};

interface Cost {
  readonly rows: number;
  /** Milliseconds. */
  readonly cpu: number;
  readonly wall: number;
}

/** What others need for the same file, and what scrubbing costs. */
export async function run(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-rivals-'));
  try {
    const file = join(folder, 'rows.csv');
    writeRows(file, ROWS);
    const npm = await alone('npm', file);
    const [own, theirs]: [Cost[], Duck[]] = [[], []];
    // In turns, as one machine is never twice the same.
    for (let round = 0; round < ROUNDS; round++) {
      own.push(await alone('ours', file));
      theirs.push(await duckDb(folder, file));
    }
    if ([npm, ...own].some(({ rows }) => rows !== ROWS)) throw new Error('Somebody lost rows.');
    const ours = {
      cpu: median(own.map(({ cpu }) => cpu)),
      wall: median(own.map(({ wall }) => wall)),
    };
    const duck = {
      read: median(theirs.map(({ read }) => read)),
      indexed: median(theirs.map(({ indexed }) => indexed)),
    };
    return [
      {
        name: `Import of 1,000,000 rows: ${seconds(ours.cpu)} of processor time, against csv-parse, libphonenumber-js/max and prepared inserts (${seconds(npm.cpu)})`,
        asked: 'at most a quarter',
        measured: (ours.cpu / npm.cpu).toFixed(2),
        ok: ours.cpu <= npm.cpu / 4,
      },
      ...commandLine(folder, file, ours),
      {
        name: `The same in ${seconds(ours.wall)} on the clock, against DuckDB's read_csv into a table (${seconds(duck.read)}, which reads no numbers and accounts for nothing)`,
        asked: 'at most 1.25 times',
        measured: `${(ours.wall / duck.read).toFixed(2)} times`,
        ok: ours.wall <= 1.25 * duck.read,
      },
      {
        name: `The same against DuckDB with an index over the numbers, which a list has (${seconds(duck.indexed)})`,
        asked: 'reported',
        measured: `${(ours.wall / duck.indexed).toFixed(2)} times`,
        ok: true,
      },
      await scrub(),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

async function alone(which: 'ours' | 'npm', file: string): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [...NODE_FLAGS, ALONE, which, file], {
    env: KEPT_CODE,
  });
  return JSON.parse(stdout) as Cost;
}

/** sqlite3's own import and the clean-up that SQL can do: separators out, each number once. */
function commandLine(folder: string, file: string, ours: Pick<Cost, 'cpu'>): BenchLine[] {
  const script = join(folder, 'import.sql');
  writeFileSync(
    script,
    `pragma journal_mode = wal;
.mode csv
.separator ;
.import ${file} rows
create table entries (number integer primary key, name text, city text, customer text, note text);
insert or ignore into entries
select cast(case when digits like '1%' or length(digits) > 10 then digits else '1' || digits end as integer),
  "Name", "City", "Customer id", "Note"
from (select replace(replace(replace(replace(replace("Phone number", '(', ''), ')', ''), '-', ''), ' ', ''), '+', '')
  as digits, * from rows) where length(digits) between 10 and 15;
`,
  );
  const ran = spawnSync(
    'bash',
    ['-c', `time -p sqlite3 '${join(folder, 'cli.db')}' < '${script}' >/dev/null`],
    {
      encoding: 'utf8',
    },
  );
  const [user, system] = ['user', 'sys'].map((name) =>
    Number(new RegExp(`^${name} ([\\d.]+)$`, 'm').exec(ran.stderr)?.[1] ?? Number.NaN),
  ) as [number, number];
  // Where the command line is not installed there is nothing to compare with.
  if (ran.status !== 0 || Number.isNaN(user + system)) return [];
  const theirs = (user + system) * 1_000;
  return [
    {
      name: `The same against sqlite3's .import with SQL clean-up (${seconds(theirs)} of processor time)`,
      asked: 'less',
      measured: `${(ours.cpu / theirs).toFixed(2)} of it`,
      ok: ours.cpu < theirs,
    },
  ];
}

/** Wall time of DuckDB reading the file into a table of a database file, in ms, and until that has an index, too. */
async function duckDb(folder: string, file: string): Promise<Duck> {
  rmSync(join(folder, 'duck.db'), { force: true });
  const instance = await DuckDBInstance.create(join(folder, 'duck.db'));
  const connection = await instance.connect();
  const began = performance.now();
  await connection.run(
    `create table rows as select * from read_csv('${file}', delim = ';', header = true, all_varchar = true)`,
  );
  const read = performance.now() - began;
  await connection.run('create index by_number on rows ("Phone number")');
  const indexed = performance.now() - began;
  connection.closeSync();
  instance.closeSync();
  return { read, indexed };
}

/** 10,000,000 do-not-call numbers against a list of 1,000,000. */
async function scrub(): Promise<BenchLine> {
  const at = await ListWorkspace.make();
  try {
    at.db
      .prepare(
        `insert into do_not_call_sources (id, realm_id, node_id, key, kind, name, refreshed_at, batch, filed,
           created_at, created_by, updated_at) values ('s', ?, ?, 1, 'national', 'National', 0, 1, ?, 0, '', 0)`,
      )
      .run(REALM, ACCOUNT, FORBIDDEN);
    const forbidden = ascending(FORBIDDEN, 900);
    const insert = at.db.prepare(
      'insert into do_not_call_blocks (source_key, batch, first, last, data) values (1, 1, ?, ?, ?)',
    );
    at.db.transaction(() => {
      for (let from = 0; from < FORBIDDEN; from += BLOCK_NUMBERS) {
        const part = forbidden.subarray(from, from + BLOCK_NUMBERS);
        insert.run(part[0], part.at(-1), packNumbers(part));
      }
    })();
    const list = Float64Array.from({ length: ROWS }, (_, index) =>
      index % 10 === 0 ? (forbidden[index * 10] as number) : 12_010_000_000 + index * 4_400,
    ).toSorted();
    const check = new DoNotCall(at.db, ACCOUNT);
    const began = performance.now();
    const { numbers } = check.scrub(list, 0);
    const took = performance.now() - began;
    return {
      name: '10,000,000 do-not-call numbers scrubbed against 1,000,000',
      asked: 'under 1,000 ms',
      measured: `${took.toFixed(0)} ms (${numbers.length.toLocaleString('en')} found)`,
      ok: took < 1_000 && numbers.length >= ROWS / 10,
    };
  } finally {
    at.remove();
  }
}

function ascending(count: number, spread: number): Float64Array {
  const numbers = new Float64Array(count);
  let number = 12_010_000_000;
  for (let index = 0; index < count; index++) {
    number += 1 + ((Math.imul(index, 0x9e3779b1) >>> 0) % spread);
    numbers[index] = number;
  }
  return numbers;
}
