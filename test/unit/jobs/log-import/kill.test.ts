import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JobEnd } from '#main/jobs/job.ts';
import type { LogImportParams } from '#main/jobs/log-import/params.ts';
import {
  addLogImport,
  jsonLines,
  jsonMessage,
  type LogWorkspace,
  makeLogWorkspace,
  messagesIn,
} from '#test/support/log-import.ts';
import { NODE_FLAGS } from '../../../../scripts/node-flags.mjs';

const CHILD = join(dirname(fileURLToPath(import.meta.url)), '../../../support/log-import-child.ts');

/** How many times the process is killed in all. */
const KILLS = 100;
/** Rows of the file; every tenth is refused, every eleventh stands there twice with another text. */
const ROWS = 4_000;

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'rolecall-log-kill-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function contents(): string {
  const rows: unknown[] = [];
  for (let index = 0; index < ROWS; index += 1) {
    // Months apart, and not in order of time.
    const at = Date.UTC(2026, index % 3, 1 + (index % 27)) + ((index * 7_919) % 86_400_000);
    const bad = index % 10 === 3 ? { client_id: '' } : {};
    rows.push(jsonMessage(index, { timestamp: new Date(at).toISOString(), ...bad, pad: 'x'.repeat(150) }));
    if (index % 11 === 5)
      rows.push(jsonMessage(index, { timestamp: new Date(at).toISOString(), text: 'twice' }));
  }
  return jsonLines(rows);
}

interface Ran {
  readonly end: JobEnd;
  readonly chances: number;
}

/** Runs an import in a process of its own; null if it was killed. */
function run(folder: string, params: LogImportParams, dieAt: number): Promise<Ran | null> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [...NODE_FLAGS, CHILD, folder, JSON.stringify(params), String(dieAt)],
      (error, stdout, stderr) => {
        if (error?.signal === 'SIGKILL') resolve(null);
        else if (error !== null) reject(new Error(stderr));
        else resolve(JSON.parse(stdout) as Ran);
      },
    );
  });
}

const facts = (workspace: LogWorkspace) => ({
  messages: messagesIn(workspace).map(({ id, text, at }) => `${id} ${text} ${at}`),
  problems: workspace.raw
    .prepare('select "row", outcome, reason from log_import_problems order by "row", outcome')
    .all(),
  clients: workspace.raw.prepare('select client, first_at, last_at from log_clients order by client').all(),
});

async function begin(
  name: string,
  file: string,
): Promise<{ workspace: LogWorkspace; params: LogImportParams }> {
  const workspace = await makeLogWorkspace(join(home, name));
  return { workspace, params: addLogImport(workspace, file) };
}

it('an import that is killed again and again ends with the rows, report and counts of an undisturbed one', async () => {
  const file = join(home, 'log.jsonl.gz');
  writeFileSync(file, gzipSync(contents()));
  const calm = await begin('calm', file);
  const whole = await run(calm.workspace.folder, calm.params, 0);
  const expected = facts(calm.workspace);
  calm.workspace.raw.close();
  expect(whole?.end.state).toBe('done');
  expect(whole?.end.result).toMatchObject({ refused: ROWS / 10, read: expect.any(Number) as number });
  const chances = whole?.chances ?? 0;
  expect(chances).toBeGreaterThan(200);

  let kills = 0;
  let seed = 11;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const disturbed = async (round: number): Promise<void> => {
    const { workspace, params } = await begin(`round-${round}`, file);
    let ran: Ran | null = null;
    while (ran === null) {
      const die = kills < KILLS ? 1 + random(Math.ceil(chances / 4)) : 0;
      ran = await run(workspace.folder, params, die);
      if (ran === null) kills += 1;
    }
    expect(ran.end).toMatchObject({ state: 'done', result: whole?.end.result });
    expect(facts(workspace)).toEqual(expected);
    workspace.raw.close();
  };
  let round = 0;
  const enough = () => kills >= KILLS;
  const keepKilling = async () => {
    while (!enough()) {
      round += 1;
      await disturbed(round);
    }
  };
  await Promise.all([keepKilling(), keepKilling()]);
  expect(kills).toBeGreaterThanOrEqual(KILLS);
}, 600_000);
