import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operations } from '#shared/operations/index.ts';
import type { Pack } from '#shared/policy/pack.ts';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import type { Failure, Reply } from '#shared/reply.ts';
import { type TestService, testService, testWorld, type World } from './service.ts';

export const ROOT = 'root@x.example';
export const BOSS = 'boss@x.example';
export const DIALER = 'dialer@x.example';
export const SOUTH = 'south@x.example';
const EVERYBODY = [ROOT, BOSS, DIALER, SOUTH];

/** The dialog platform's pack with some rows changed. */
export function dialogWith(change: (row: Pack['rows'][number]) => Pack['rows'][number]): Pack {
  return { ...dialogPack, rows: dialogPack.rows.map(change) };
}

/** The dialog platform's pack in which DIALER_USER sees no number lists. */
export const noDialerLists = dialogWith((row) =>
  row.id === 'J.DIALER_USER.1' ? { ...row, cells: { DIALER_USER: { token: 'no', value: 'deny' } } } : row,
);

/** What was answered; throws for a refusal. */
export function value<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

/** Why it was refused; throws if it was not. */
export function failure(reply: Reply<unknown>): Failure {
  if (reply.ok) throw new Error('It was not refused.');
  return reply.error;
}

/** Two realms of the dialog platform with an administrator of the workspace, one of each realm, and a dialer. */
export class PackWorld {
  readonly test: TestService;
  readonly world: World;
  readonly folder = mkdtempSync(join(tmpdir(), 'rolecall-packs-'));

  private constructor(test: TestService, world: World) {
    this.test = test;
    this.world = world;
  }

  static async make(): Promise<PackWorld> {
    const test = await testService();
    const world = await testWorld(test, [
      { email: ROOT, node: 'platform', roles: [['console', 'WORKSPACE_ADMIN', 'platform']] },
      { email: BOSS, node: 'north-a', roles: [['J', 'ADMINISTRATOR', 'north-a']] },
      {
        email: DIALER,
        node: 'north-a',
        roles: [
          ['J', 'DIALER_USER', 'north-a'],
          ['J', 'ANALYST', 'north-a1'],
        ],
      },
      {
        email: SOUTH,
        node: 'south-a',
        roles: [
          ['J', 'ADMINISTRATOR', 'south-a'],
          ['J', 'DIALER_USER', 'south-a'],
        ],
      },
    ]);
    for (const email of EVERYBODY) await test.signIn(email);
    return new PackWorld(test, world);
  }

  async close(): Promise<void> {
    await this.test.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  node(name: string): string {
    return this.world.nodes[name] as string;
  }

  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  json(pack: unknown): string {
    return this.file('pack.json', JSON.stringify(pack));
  }

  async imported(pack: Pack): Promise<number> {
    return value(await this.test.call(ROOT, 'packs.import', { file: this.json(pack) })).version;
  }

  use(version: number, more: { accept?: boolean; from?: number } = {}) {
    return this.test.call(ROOT, 'packs.use', { realm: this.node('north'), version, ...more });
  }

  /** What each person may do where, as the door itself answers. */
  async decisions(): Promise<Record<string, unknown>> {
    const asks = Object.keys(operations).flatMap((operation) =>
      Object.values(this.world.nodes).map((id) => ({ operation, kind: 'node', id })),
    );
    const answers: Record<string, unknown> = {};
    for (const email of EVERYBODY) {
      for (let from = 0; from < asks.length; from += 500) {
        const some = asks.slice(from, from + 500);
        answers[`${email}:${from}`] = value(await this.test.call(email, 'access.check', { asks: some }));
      }
    }
    return answers;
  }
}
