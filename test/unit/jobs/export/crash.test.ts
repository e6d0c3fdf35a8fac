import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRaw } from '#main/db/open.ts';
import { generateLogs } from '#main/demo/logs.ts';
import { runExport } from '#main/jobs/export/export-raw-log.ts';
import type { ExportParams } from '#main/jobs/export/params.ts';
import type { JobEnd } from '#main/jobs/job.ts';
import { sha256Of } from '#test/support/export-desk.ts';
import { exportJob } from '#test/support/export-job.ts';
import { BOOKING, fillLog, makeExportWorkspace, NORTH } from '#test/support/export-workspace.ts';
import { NODE_FLAGS } from '../../../../scripts/node-flags.mjs';

const CHILD = join(dirname(fileURLToPath(import.meta.url)), '../../../support/export-child.ts');
const ROWS = 900;
const KILLS = 100;
const AT_ONCE = 2;

let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rolecall-export-crash-'));
  const { folder, raw } = await makeExportWorkspace(join(home, 'workspace'));
  const accounts = [{ id: NORTH, projects: [{ id: BOOKING, name: 'Booking' }] }];
  const now = Date.UTC(2026, 5, 10);
  fillLog(folder, generateLogs({ seed: 9, now, accounts, rows: ROWS }));
  raw.close();
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Ran {
  readonly end: JobEnd;
  /** How often the process could have died. */
  readonly chances: number;
}

type Form = Partial<ExportParams>;

/** An export into a folder of its own. */
function paramsFor(folder: string, form: Form): ExportParams {
  const file = join(folder, 'log.csv');
  return { account: NORTH, projects: {}, file, profile: 'raw', overwrite: false, filter: {}, ...form };
}

/** Runs an export in a process of its own; null if it was killed. */
function run(folder: string, form: Form, dieAt: number): Promise<Ran | null> {
  const params = JSON.stringify(paramsFor(folder, form));
  const given = [join(home, 'workspace'), `${folder}.saved`, params, String(dieAt)];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_COMPILE_CACHE: join(home, 'compiled') };
    execFile(process.execPath, [...NODE_FLAGS, CHILD, ...given], { env }, (error, stdout, stderr) => {
      if (error?.signal === 'SIGKILL') resolve(null);
      else if (error !== null) reject(new Error(stderr));
      else resolve(JSON.parse(stdout) as Ran);
    });
  });
}

/** Goes on with a killed export, here. */
async function goOn(folder: string, form: Form): Promise<JobEnd> {
  const saved = `${folder}.saved`;
  const resume: unknown = existsSync(saved) ? JSON.parse(readFileSync(saved, 'utf8')) : null;
  const db = openRaw(join(home, 'workspace', 'rolecall.db'));
  try {
    const job = exportJob({ folder: join(home, 'workspace'), db }, resume);
    return await runExport(paramsFor(folder, form), job, { pageRows: 50, saveBytes: 20_000 });
  } finally {
    db.close();
  }
}

function newFolder(name: string): string {
  const folder = join(home, name);
  mkdirSync(folder);
  return folder;
}

/** The text of each data file under its final name. */
function texts(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => /\.csv(\.gz)?$/.test(name));
  const read = (name: string) => {
    const bytes = readFileSync(join(folder, name));
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  };
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

/** What a manifest says of its files is what they are. */
function expectManifest(folder: string, gzip: boolean): void {
  const manifest = JSON.parse(
    readFileSync(join(folder, gzip ? 'log.csv.gz.manifest.json' : 'log.csv.manifest.json'), 'utf8'),
  ) as { rows: number; files: { name: string; sha256: string }[] };
  expect(manifest.rows).toBe(ROWS);
  for (const { name, sha256 } of manifest.files) expect(sha256Of(join(folder, name))).toBe(sha256);
}

const FORMS: readonly (readonly [words: string, form: Form, kills: number])[] = [
  ['one file', {}, KILLS * 0.5],
  ['a file for each 30,000 bytes', { split: 'size', splitBytes: 30_000 }, KILLS * 0.3],
  ['a compressed file for each day', { split: 'day', gzip: true }, KILLS * 0.2],
];

describe(`an export that is killed at ${KILLS} random points`, () => {
  it.each(FORMS)(
    'of %s goes on to the same rows, each once, and names nothing that is not whole',
    async (words, form, kills) => {
      const first = newFolder(`${words} whole`);
      const whole = await run(first, form, 0);
      expect(whole?.end.state).toBe('done');
      const expected = texts(first);
      const chances = whole?.chances ?? 0;
      expect(chances).toBeGreaterThan(40);
      let left = kills;
      const killing = async (): Promise<void> => {
        while (left > 0) {
          const number = left;
          left -= 1;
          const point = 1 + Math.floor(Math.random() * chances);
          const folder = newFolder(`${words} ${number}`);
          expect(await run(folder, form, point), `killed at ${point}`).toBeNull();
          // Whatever has its name by then is as it will be in the end.
          for (const [name, text] of Object.entries(texts(folder)))
            expect(text, `at ${point}`).toBe(expected[name]);
          const end = await goOn(folder, form);
          expect(end, `killed at ${point}`).toMatchObject({ state: 'done', result: { rows: ROWS } });
          expect(texts(folder), `killed at ${point}`).toEqual(expected);
          expectManifest(folder, form.gzip === true);
          expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, killing));
      const rows = Object.values(expected).flatMap((text): string[][] => parse(text, { from: 2 }));
      expect(new Set(rows.map(([id]) => id)).size).toBe(ROWS);
      expect(rows.length).toBe(ROWS);
    },
    120_000,
  );
});
