import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRaw } from '#main/db/open.ts';
import { WorkspaceHost } from '#main/service/host.ts';
import { plainPasswords, testService, testWorld } from '../../support/service.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-bad-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(where: string): Promise<WorkspaceHost> {
  const jobEntry = new URL('../../../src/main/jobs/thread.ts', import.meta.url);
  return WorkspaceHost.open({ folder: where, jobEntry, waitForLock: 0, passwords: plainPasswords });
}

describe('a workspace that cannot be opened', () => {
  it('because its folder is a file says so', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(open(file)).rejects.toThrow(/is not a folder/);
    await expect(open(join(file, 'below'))).rejects.toThrow(/is not a folder/);
  });

  it('because its database is damaged says so and leaves the file alone', async () => {
    const text = 'no database at all, but long enough to have a header of one hundred bytes '.repeat(3);
    writeFileSync(join(folder, 'rolecall.db'), text);
    await expect(open(folder)).rejects.toThrow(/damaged/);
  });

  it('because a newer version made it says so, and the next opening by that version would still work', async () => {
    const raw = openRaw(join(folder, 'rolecall.db'));
    raw.pragma('user_version = 999');
    raw.close();
    await expect(open(folder)).rejects.toThrow(/newer version of Rolecall/);
  });

  it('because another Rolecall has it says so, and opens once that one has closed', async () => {
    const first = await open(folder);
    await expect(open(folder)).rejects.toThrow(/Another Rolecall is using/);
    await first.close();
    await (await open(folder)).close();
  });
});

describe('a disk that fills up', () => {
  it('undoes the command, says so, and lets go on once there is room', async () => {
    const test = await testService();
    const world = await testWorld(test, [
      { email: 'admin@x.example', node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
    ]);
    await test.signIn('admin@x.example');
    const add = (count: number) =>
      test.call('admin@x.example', 'users.create', {
        node: world.nodes['north-a'] as string,
        firstName: 'N'.repeat(80),
        lastName: 'Field',
        email: `nia${count}@x.example`,
        access: [{ pack: 'J', role: 'DIALER_USER' }],
        password: 'quiet-harbor-93-lamp',
        repeat: 'quiet-harbor-93-lamp',
      });
    const pages = await sql<{ page_count: number }>`pragma page_count`.execute(test.service.writer);
    const limit = (pages.rows[0]?.page_count ?? 0) + 2;
    await sql.raw(`pragma max_page_count = ${limit}`).execute(test.service.writer);
    let added = 0;
    let reply = await add(added);
    while (reply.ok && added < 500) reply = await add(++added);
    expect(reply).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    if (!reply.ok) expect(reply.error.message).toContain('disk is full');
    const list = await test.call('admin@x.example', 'users.list', {});
    expect(list).toMatchObject({ ok: true, value: { total: added + 1 } });
    await sql.raw('pragma max_page_count = 1000000').execute(test.service.writer);
    expect(await add(added)).toMatchObject({ ok: true });
    await test.close();
  });
});
