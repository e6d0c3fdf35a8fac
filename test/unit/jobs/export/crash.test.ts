import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateLogs } from '#main/demo/logs.ts';
import type { JobEnd } from '#main/jobs/job.ts';
import { BOOKING, fillLog, makeExportWorkspace, NORTH } from '#test/support/export-workspace.ts';

const CHILD = join(dirname(fileURLToPath(import.meta.url)), '../../../support/export-child.ts');

let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rolecall-export-crash-'));
  const { folder, raw } = await makeExportWorkspace(join(home, 'workspace'));
  const accounts = [{ id: NORTH, projects: [{ id: BOOKING, name: 'Booking' }] }];
  const now = Date.UTC(2026, 5, 10);
  fillLog(folder, generateLogs({ seed: 9, now, accounts, rows: 900 }));
  raw.close();
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Ran {
  readonly end: JobEnd;
  /** How often the process could have died. */
  readonly chances: number;
}

/** Runs an export in a process of its own; null if it was killed. */
function run(file: string, dieAt: number): Promise<Ran | null> {
  const params = { account: NORTH, projects: {}, file, profile: 'raw', overwrite: false, filter: {} };
  const given = [join(home, 'workspace'), `${file}.saved`, JSON.stringify(params), String(dieAt)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CHILD, ...given], (error, stdout, stderr) => {
      if (error?.signal === 'SIGKILL') resolve(null);
      else if (error !== null) reject(new Error(stderr));
      else resolve(JSON.parse(stdout) as Ran);
    });
  });
}

const sha = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

describe('an export whose process is killed', () => {
  it('goes on and ends with the bytes of an uninterrupted one, wherever it dies', async () => {
    const file = join(home, 'whole.csv');
    const whole = await run(file, 0);
    const expected = sha(file);
    expect(whole?.end).toMatchObject({ state: 'done', result: { rows: 900, sha256: expected } });
    const chances = whole?.chances ?? 0;
    expect(chances).toBeGreaterThan(30);
    // The first, some in between, and those around the last saved point and the final name.
    const points = [1, 13, chances - 4, chances - 1, chances];
    const kill = async (point: number) => {
      const killed = join(home, `killed-${point}.csv`);
      expect(await run(killed, point)).toBeNull();
      expect(existsSync(killed)).toBe(false);
      const again = await run(killed, 0);
      expect(again?.end).toMatchObject({ state: 'done', result: { rows: 900, sha256: expected } });
      expect(sha(killed)).toBe(expected);
      expect(existsSync(`${killed}.part`)).toBe(false);
    };
    await Promise.all(points.map(kill));
    // Killed after the file had its name: the saved point still says that only the name is missing.
    const named = await run(file, 0);
    expect(named?.end).toMatchObject({ state: 'done', result: { rows: 900, sha256: expected, file } });
  }, 60_000);
});
