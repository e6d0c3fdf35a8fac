import { execFile } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { CalleeFarm } from '#main/jobs/gateways/farm/farm.ts';
import { argon2Passwords } from '#main/service/passwords.ts';
import type { Bridge } from '#shared/events.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { electronEnvironment } from '../electron-host/launch.ts';
import { launchApp, newFolder } from '../support/app.ts';
import { recordMaker } from '../support/records.ts';
import { testService, testWorld } from '../support/service.ts';

type AppWindow = Window & { readonly rolecall: Bridge };
interface Answer {
  readonly ok: boolean;
  readonly value?: { readonly id?: string; readonly fault?: string | null };
}

const CLI = fileURLToPath(new URL('../../src/main/cli/main.ts', import.meta.url));
const SECRET = 'correct horse battery';
const PERSON = { email: 'ines@example.com', password: 'harvest-lantern-42' };
const WORKSPACE = {
  name: 'Keys',
  realm: 'Realm',
  account: 'Account',
  firstName: 'Ines',
  lastName: 'Moreau',
  ...PERSON,
  repeat: PERSON.password,
};

let workspace: string;
let keyrings: string;
let farm: CalleeFarm;
let called: string[];

test.beforeEach(async () => {
  workspace = newFolder();
  keyrings = newFolder();
  const credentials = { user: 'dialer', secret: SECRET };
  called = [];
  farm = await CalleeFarm.open({
    ringMs: [30, 60],
    talkMs: [300, 400],
    credentials,
    note: ({ what, number }) => what === 'invite' && called.push(number),
  });
});
test.afterEach(async () => {
  await farm.close();
  for (const folder of [workspace, keyrings]) rmSync(folder, { recursive: true, force: true });
});

function invoke(page: Page, operation: string, input: unknown): Promise<Answer> {
  return page.evaluate(([name, given]) => (window as unknown as AppWindow).rolecall.invoke(name, given), [
    operation,
    input,
  ] as const) as Promise<Answer>;
}

/** Opens the window with this keyring, or without any, and does something in it. */
async function inWindow<T>(keyring: string | null, act: (page: Page) => Promise<T>): Promise<T> {
  const env: Record<string, string> =
    keyring === null ? {} : { ELECTRON_HOST_KEYRING: join(keyrings, keyring) };
  const launched = await launchApp({ workspace, env });
  try {
    return await act(launched.page);
  } finally {
    await launched.close();
  }
}

/** A workspace with a gateway whose password is stored; returns its id. */
async function begin(page: Page): Promise<string> {
  expect(await invoke(page, 'workspace.create', WORKSPACE)).toMatchObject({ ok: true });
  expect(await invoke(page, 'session.signIn', PERSON)).toMatchObject({ ok: true });
  const made = await invoke(page, 'gateways.create', {
    node: PLATFORM_ID,
    name: 'Trunk',
    kind: 'sip',
    host: '127.0.0.1',
    port: farm.port,
    user: 'dialer',
    secret: SECRET,
  });
  expect(made).toMatchObject({ ok: true });
  return made.value?.id ?? '';
}

/** Why the gateway can't be used, as the window says; null if it can. */
async function fault(page: Page, id: string): Promise<string | null | undefined> {
  expect(await invoke(page, 'session.signIn', PERSON)).toMatchObject({ ok: true });
  return (await invoke(page, 'gateways.check', { id })).value?.fault;
}

/** The same on the command line. */
async function faultOnCommandLine(id: string): Promise<string | null> {
  const input = JSON.stringify({ id });
  const args = [CLI, 'gateways.check', '--workspace', workspace, '--as', PERSON.email, '--input', input];
  const env = { ...process.env, ROLECALL_PASSWORD: PERSON.password };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return (JSON.parse(stdout) as { value: { fault: string | null } }).value.fault;
}

const keyFile = () => readFileSync(join(workspace, 'secrets.key'));

/** A workspace, its key plain, with a broadcast to three people over a gateway with a password; returns its id. */
async function prepared(): Promise<string> {
  const service = await testService();
  const world = await testWorld(service, [
    { email: 'ada@x.example', node: 'platform', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
    { email: 'dora@x.example', node: 'north-a', roles: [['J', 'DIALER_ADMIN', 'north-a']] },
    { email: PERSON.email, node: 'north-a', roles: [['J', 'DIALER_VERIFIED', 'north-a']] },
  ]);
  for (const email of ['ada@x.example', 'dora@x.example']) await service.signIn(email);
  const maker = recordMaker(service);
  const [node, realm] = [world.nodes['north-a'] as string, world.nodes['north'] as string];
  const trunk = { kind: 'sip', host: '127.0.0.1', port: farm.port, user: 'dialer', secret: SECRET } as const;
  const gateway = await service.call('ada@x.example', 'gateways.create', { node, name: 'Trunk', ...trunk });
  const made = await service.call('dora@x.example', 'broadcasts.create', {
    node,
    name: 'B',
    list: await maker.list(node, realm),
    prompt: await maker.prompt(node, realm),
    gateway: gateway.ok ? gateway.value.id : '',
  });
  const hash = await argon2Passwords().hash(PERSON.password);
  await service.service.writer
    .updateTable('persons')
    .set({ password_hash: hash })
    .where('email', '=', PERSON.email)
    .execute();
  await service.service.close();
  cpSync(service.folder, workspace, { recursive: true });
  rmSync(service.folder, { recursive: true });
  return made.ok ? made.value.id : '';
}

test.describe('the key of gateways’ passwords', () => {
  test.skip(electronEnvironment().which === 'electron', 'Electron itself uses the key store of this machine');

  test('is kept by the system’s key store, and opens by no other', async () => {
    const id = await inWindow('mine', begin);
    const wrapped = keyFile();
    expect(wrapped.toString('latin1')).toMatch(/^rolecall wrapped key 1\n/);
    expect(await inWindow('mine', (page) => fault(page, id))).toBeNull();
    expect(await faultOnCommandLine(id)).toContain('Open Rolecall’s window for this.');
    for (const other of ['another', null]) {
      expect(await inWindow(other, (page) => fault(page, id))).toContain('does not open the key');
    }
    expect(keyFile().equals(wrapped)).toBe(true);
    expect(await inWindow('mine', (page) => fault(page, id))).toBeNull();
  });

  test('is a plain file without a key store, and is wrapped as soon as there is one', async () => {
    const id = await inWindow(null, begin);
    expect(keyFile()).toHaveLength(32);
    expect(await faultOnCommandLine(id)).toBeNull();
    expect(await inWindow('mine', (page) => fault(page, id))).toBeNull();
    expect(keyFile().toString('latin1')).toMatch(/^rolecall wrapped key 1\n/);
  });

  test('reaches the dialler’s own process, which calls with it', async () => {
    const id = await prepared();
    expect(keyFile()).toHaveLength(32);
    await inWindow('mine', async (page) => {
      expect(await invoke(page, 'session.signIn', PERSON)).toMatchObject({ ok: true });
      expect(await invoke(page, 'broadcasts.start', { id })).toMatchObject({ ok: true });
      await expect
        .poll(() => invoke(page, 'broadcasts.get', { id }), { timeout: 30_000 })
        .toMatchObject({ ok: true, value: { state: 'finished' } });
    });
    expect(keyFile().toString('latin1')).toMatch(/^rolecall wrapped key 1\n/);
    expect(called.toSorted()).toEqual(['+12125550101', '+12125550102', '+12125550103']);
  });
});
