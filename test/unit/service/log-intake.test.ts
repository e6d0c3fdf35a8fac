import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#shared/page.ts';
import { jsonLines, jsonMessage } from '#test/support/log-import.ts';
import { type TestService, testService, testWorld, type World } from '#test/support/service.ts';

const ADMIN = 'admin@x.example';
const ANALYST = 'analyst@x.example';
const OPERATOR = 'operator@x.example';

let test: TestService;
let world: World;
let files: string;

beforeEach(async () => {
  test = await testService();
  world = await testWorld(test, [
    { email: ADMIN, node: 'platform', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
    { email: ANALYST, node: 'north-a', roles: [['J', 'ANALYST', 'north-a']] },
    { email: OPERATOR, node: 'north-a', roles: [['J', 'OPERATOR', 'north-a']] },
  ]);
  files = mkdtempSync(join(tmpdir(), 'rolecall-intake-'));
  for (const person of [ADMIN, ANALYST, OPERATOR]) await test.signIn(person);
});

afterEach(async () => {
  await test.close();
  rmSync(files, { recursive: true, force: true });
});

const account = () => world.nodes['north-a'] as string;
const project = () => world.nodes['north-a1'] as string;

function logFile(name: string, rows: readonly unknown[]): string {
  const file = join(files, name);
  writeFileSync(file, jsonLines(rows));
  return file;
}

async function value<T>(
  reply: Promise<{ ok: true; value: T } | { ok: false; error: { message: string } }>,
): Promise<T> {
  const answer = await reply;
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function importRows(rows: readonly unknown[], name = 'log.jsonl'): Promise<string> {
  const file = logFile(name, rows);
  const { id, job } = await value(
    test.call(ADMIN, 'dialogLogs.import', { node: account(), file, project: project() }),
  );
  await test.service.jobs.ended(job);
  return id;
}

const total = async (search?: string) =>
  (await value(test.call(ANALYST, 'dialogLogs.list', search === undefined ? {} : { search }))).total;

const third = (month: number) => new Date(Date.UTC(2026, month, 3)).toISOString();

describe('log intake through the door', () => {
  it('WORKSPACE_ADMIN previews and imports a file, the ANALYST reads it and sees nothing of the import', async () => {
    const rows = [jsonMessage(1), jsonMessage(2, { client_id: null }), jsonMessage(3)];
    const file = logFile('log.jsonl', rows);
    const input = { node: account(), file, project: project() };
    const preview = await value(test.call(ADMIN, 'dialogLogs.previewImport', input));
    expect(preview).toMatchObject({ format: 'jsonl', gzip: false, encoding: 'utf-8', timeUnit: null });
    expect(preview.rows.map(({ reason }) => reason)).toEqual(['', 'It has no client.', '']);
    const id = await importRows(rows);
    expect(await value(test.call(ADMIN, 'logImports.get', { id }))).toMatchObject({
      state: 'done',
      read: 3,
      added: 2,
      known: 0,
      refused: 1,
      source: 'person',
      message: 'Read 3 rows: 2 added, 0 known already, 1 refused.',
    });
    const problems = await value(test.call(ADMIN, 'logImports.problems', { id }));
    expect(rowsOf(problems)).toMatchObject([{ row: 2, outcome: 'refused', reason: 'It has no client.' }]);
    const report = join(files, 'report.csv');
    expect(await value(test.call(ADMIN, 'logImports.saveProblems', { id, file: report }))).toEqual({
      rows: 1,
    });
    expect(readFileSync(report, 'utf8')).toMatch(
      /^row,outcome,reason,line\r\n2,refused,It has no client\.,"\{/,
    );
    expect(await total()).toBe(2);
    for (const name of ['logImports.list', 'dialogLogs.import', 'logKeeping.list'] as const) {
      expect(await test.raw(ANALYST, name, input)).toMatchObject({ ok: false });
    }
    expect(await test.raw(ADMIN, 'dialogLogs.list', {})).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
  });

  it('files that appear in a watched folder are imported once they rest, and put away', async () => {
    const folder = join(files, 'inbox');
    mkdirSync(folder);
    await value(test.call(ADMIN, 'logImports.watch', { node: account(), folder, project: project() }));
    writeFileSync(join(folder, 'a.jsonl'), jsonLines([jsonMessage(1), jsonMessage(2)]));
    writeFileSync(join(folder, 'notes.txt'), 'no log');
    await test.service.watch.look();
    writeFileSync(join(folder, 'a.jsonl'), jsonLines([jsonMessage(1), jsonMessage(2), jsonMessage(3)]));
    await test.service.watch.look();
    expect(rowsOf(await value(test.call(ADMIN, 'logImports.list', {})))).toEqual([]);
    await test.service.watch.look();
    const [only] = rowsOf(await value(test.call(ADMIN, 'logImports.list', {})));
    const { job } = await value(test.call(ADMIN, 'logImports.get', { id: only?.id ?? '' }));
    await test.service.jobs.ended(job);
    await test.service.watch.look();
    expect(await total()).toBe(3);
    expect(readdirSync(join(folder, 'done'))).toEqual(['a.jsonl']);
    expect(readdirSync(folder).toSorted()).toEqual(['done', 'notes.txt']);
    expect(only).toMatchObject({ source: 'folder', name: 'a.jsonl' });
    const audit = await value(test.call(ADMIN, 'audit.list', {}));
    expect(audit.columns.operation).toContain('dialogLogs.import');
  });

  it('a watched folder whose person may import no more takes nothing, and says so', async () => {
    const folder = join(files, 'inbox');
    mkdirSync(folder);
    await value(test.call(ADMIN, 'logImports.watch', { node: account(), folder, project: project() }));
    writeFileSync(join(folder, 'a.jsonl'), jsonLines([jsonMessage(1)]));
    await test.service.writer.deleteFrom('assignments').where('role', '=', 'WORKSPACE_ADMIN').execute();
    const again = await test.reopen();
    Object.assign(test, again);
    await test.service.watch.look();
    await test.service.watch.look();
    const [row] = await test.service.writer.selectFrom('log_folders').select('message').execute();
    expect(row?.message).toMatch(/^a\.jsonl: /);
    expect(existsSync(join(folder, 'a.jsonl'))).toBe(true);
    const imports = await test.service.writer.selectFrom('log_imports').select('id').execute();
    expect(imports).toEqual([]);
  });

  it('months older than an account keeps its log are dropped, and older rows are refused', async () => {
    test.clock.now = Date.UTC(2026, 4, 20);
    await importRows(
      [1, 2, 3, 4].map((month) => jsonMessage(month, { timestamp: third(month), client_id: `c${month}` })),
    );
    expect(await total()).toBe(4);
    const kept = await value(test.call(ADMIN, 'logKeeping.retain', { node: account(), months: 2 }));
    expect(kept).toEqual({ dropped: ['2026-02', '2026-03'] });
    expect(await total()).toBe(2);
    const clients = await value(test.call(OPERATOR, 'clients.list', {}));
    expect([...clients.columns.client].toSorted()).toEqual(['c3', 'c4']);
    const id = await importRows([jsonMessage(9, { timestamp: third(1) })], 'old.jsonl');
    expect(await value(test.call(ADMIN, 'logImports.get', { id }))).toMatchObject({ added: 0, refused: 1 });
    test.clock.now = Date.UTC(2026, 5, 2);
    await test.service.watch.look();
    expect(await value(test.call(ADMIN, 'logKeeping.list', {}))).toMatchObject([
      { node: account(), months: 2, there: ['2026-05'] },
    ]);
  });
});

describe('clients', () => {
  it('OPERATOR blocks and unblocks a client; ANALYST sees clients and may not', async () => {
    await importRows([jsonMessage(1, { client_id: 'ann' }), jsonMessage(2, { client_id: 'ben' })]);
    const list = rowsOf(await value(test.call(OPERATOR, 'clients.list', { search: 'an' })));
    expect(list).toMatchObject([{ client: 'ann', state: 'open', nodeName: expect.any(String) as string }]);
    const { id, version } = list[0] ?? { id: '', version: 0 };
    expect(await test.call(ANALYST, 'clients.block', { id, version })).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
    await value(test.call(OPERATOR, 'clients.block', { id, version }));
    expect(await value(test.call(ANALYST, 'clients.get', { id }))).toMatchObject({ state: 'blocked' });
    expect(await test.call(OPERATOR, 'clients.block', { id, version: version + 1 })).toMatchObject({
      ok: false,
    });
    expect((await value(test.call(OPERATOR, 'clients.list', { state: 'blocked' }))).total).toBe(1);
    expect(await test.call(OPERATOR, 'clients.unblock', { id, version })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    await value(test.call(OPERATOR, 'clients.unblock', { id, version: version + 1 }));
    expect((await value(test.call(OPERATOR, 'clients.list', { state: 'blocked' }))).total).toBe(0);
  });

  it('an erased client is gone from lists, counts and search, and from every byte of the files', async () => {
    const secret = 'Xylophon-Geheimnis';
    const rows = Array.from({ length: 3_000 }, (_, index) => {
      const hers = index % 10 === 0;
      const more = hers ? { client_id: '+12025550143', text: `${secret} ${index}`, tags: ['vip'] } : {};
      // Several messages share a millisecond, hers and others'.
      const at = new Date(Date.UTC(2026, 3 + (index % 2), 1) + Math.floor(index / 4) * 1_000).toISOString();
      return jsonMessage(index, { timestamp: at, session_id: `s-${index % 10}-${index % 2}`, ...more });
    });
    await importRows([...rows, { client_id: '+12025550143', text: secret }]);
    await importRows(rows.slice(0, 40), 'again.jsonl');
    expect(await total(secret)).toBe(300);
    const { job } = await value(
      test.call(ADMIN, 'clients.erase', { node: account(), client: '+12025550143' }),
    );
    await test.service.jobs.ended(job);
    expect(await value(test.call(ADMIN, 'jobs.get', { id: job }))).toMatchObject({
      state: 'done',
      result: { messages: 300, months: 2 },
    });
    expect(await total(secret)).toBe(0);
    expect(await total('message number 7')).toBeGreaterThan(0);
    expect(await total()).toBe(2_700);
    expect((await value(test.call(ANALYST, 'dialogLogs.list', { client: '+12025550143' }))).total).toBe(0);
    expect((await value(test.call(ANALYST, 'dialogLogs.list', { channel: 'web' }))).total).toBe(2_700);
    expect((await value(test.call(OPERATOR, 'clients.list', { search: '5550143' }))).total).toBe(0);
    expect(await value(test.call(ANALYST, 'dialogLogs.tags', {}))).toEqual([]);
    for (const file of filesBelow(test.folder)) {
      const bytes = readFileSync(file);
      for (const word of [secret, secret.toLowerCase(), '+12025550143']) {
        expect(bytes.includes(word), `${word} in ${file}`).toBe(false);
      }
    }
  }, 30_000);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
