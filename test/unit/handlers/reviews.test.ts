import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InputOf, OperationName } from '#shared/operations/index.ts';
import { rowsOf } from '#shared/page.ts';
import { dialogPack } from '#shared/policy/packs/dialog.ts';
import { type PackWorlds, packWorlds } from '../../support/pack-worlds.ts';
import { type TestService, testService } from '../../support/service.ts';

let test: TestService;
let world: PackWorlds;
let folder: string;
let review: string;

const at = (key: string): string => world.nodes[key] as string;
const call = <N extends OperationName>(as: string, name: N, input: InputOf<N>) =>
  test.call(`${as}@x.example`, name, input);
const value = <T>(reply: { ok: boolean; value?: T }): T => {
  expect(reply).toMatchObject({ ok: true });
  return reply.value as T;
};
const items = async (input: object = {}) =>
  rowsOf(value(await call('admin', 'reviews.items', { id: review, ...input })));

const who = (name: string, role: string, node: string) => ({
  email: `${name}@x.example`,
  roles: [{ pack: 'J', role, node }],
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-reviews-'));
  test = await testService();
  world = await packWorlds(
    test,
    [dialogPack],
    [
      { email: 'boss@x.example', roles: [{ pack: 'console', role: 'WORKSPACE_ADMIN', node: 'platform' }] },
      who('admin', 'ADMINISTRATOR', 'J/1/a'),
      who('fine', 'DIALER_USER', 'J/1/a'),
      who('never', 'DIALER_USER', 'J/1/a'),
      who('off', 'DIALER_ADMIN', 'J/1/a'),
      who('over', 'ANALYST', 'J/1/a'),
      who('gone', 'ANALYST', 'J/1/a'),
      who('strange', 'NO_SUCH_ROLE', 'J/1/a'),
      who('archived', 'ANALYST', 'J/1/a/z'),
      who('other', 'ADMINISTRATOR', 'J/1/b'),
    ],
  );
  const db = test.service.writer;
  const person = (name: string) => world.persons[`${name}@x.example`] as string;
  await db
    .updateTable('persons')
    .set({ last_sign_in: 5 })
    .where('id', 'in', ['fine', 'over', 'gone', 'off'].map(person))
    .execute();
  await db.updateTable('persons').set({ active: 0 }).where('id', '=', person('off')).execute();
  await db
    .updateTable('assignments')
    .set({ valid_until: 5 })
    .where('person_id', '=', person('over'))
    .execute();
  await test.reopen().then((fresh) => Object.assign(test, fresh));
  for (const name of ['boss', 'admin', 'other']) await test.signIn(`${name}@x.example`);
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('an access review', () => {
  it('takes down every assignment at and below, orphans on top, the gravest first', async () => {
    const started = value(await call('admin', 'reviews.start', { node: at('J/1/a'), title: 'Spring' }));
    review = started.id;
    expect(started).toMatchObject({ items: 8, orphans: 5 });
    expect((await items()).map((item) => [item.email.split('@')[0], item.orphan, item.verdict])).toEqual([
      ['archived', 'archived-scope', 'open'],
      ['strange', 'unknown-role', 'open'],
      ['off', 'switched-off', 'open'],
      ['over', 'over', 'open'],
      ['never', 'never-signed-in', 'open'],
      ['admin', '', 'open'],
      ['fine', '', 'open'],
      ['gone', '', 'open'],
    ]);
    expect((await items({ orphansOnly: true })).length).toBe(5);
    expect((await items({ search: 'strang' })).length).toBe(1);
  });

  it('is seen by who gives roles at its scope, and by nobody else', async () => {
    expect(await call('other', 'reviews.items', { id: review })).toMatchObject({
      error: { code: 'not-found' },
    });
    const listed = value(await call('other', 'reviews.list', {}));
    expect(listed.total).toBe(0);
    expect(value(await call('admin', 'reviews.list', {})).total).toBe(1);
    expect(value(await call('boss', 'reviews.list', { search: 'spr' })).total).toBe(1);
  });

  it('confirms many, each by itself', async () => {
    const reply = value(await call('admin', 'reviews.confirm', { id: review, items: [7, 99] }));
    expect(reply).toEqual({
      done: 1,
      results: [
        { id: '7', ok: true, message: null },
        { id: '99', ok: false, message: 'There is no such item in this review.' },
      ],
    });
    expect((await items({ verdict: 'confirmed' })).map((item) => item.email)).toEqual(['fine@x.example']);
  });

  it('a revoked role is gone from its person at once', async () => {
    const [item] = await items({ search: 'over@' });
    const input = { id: review, item: item?.seq ?? 0, assignment: item?.assignment ?? '' };
    expect(await call('other', 'reviews.revoke', input)).toMatchObject({ error: { code: 'not-found' } });
    expect(await call('admin', 'reviews.revoke', input)).toMatchObject({ ok: true });
    const after = await items({ search: 'over@' });
    expect(after[0]).toMatchObject({ verdict: 'revoked', decidedBy: 'Test admin' });
    const user = value(await call('admin', 'users.get', { id: item?.person ?? '' }));
    expect(user.assignments).toEqual([]);
    expect(await call('admin', 'reviews.revoke', input)).toMatchObject({ ok: false });
    expect(value(await call('admin', 'reviews.confirm', { id: review, items: [input.item] })).done).toBe(0);
  });

  it('takes a role that no pack has, though nobody could give it', async () => {
    const [item] = await items({ search: 'strange' });
    const input = { id: review, item: item?.seq ?? 0, assignment: item?.assignment ?? '' };
    expect(await call('admin', 'reviews.revoke', input)).toMatchObject({ ok: true });
  });

  it('refuses to revoke by an item what the item is not about', async () => {
    const [fine] = await items({ search: 'fine' });
    const [never] = await items({ search: 'never' });
    const input = { id: review, item: fine?.seq ?? 0, assignment: never?.assignment ?? '' };
    expect(await call('admin', 'reviews.revoke', input)).toMatchObject({ error: { code: 'invalid-input' } });
    expect((await items({ search: 'never' }))[0]?.verdict).toBe('open');
  });

  it('keeps to the rules of taking roles: the last who can give them keeps that right', async () => {
    const [self] = await items({ search: 'admin@' });
    const db = test.service.writer;
    const boss = world.persons['boss@x.example'] as string;
    await db.updateTable('persons').set({ password_hash: null }).where('id', '=', boss).execute();
    const input = { id: review, item: self?.seq ?? 0, assignment: self?.assignment ?? '' };
    expect(await call('admin', 'reviews.revoke', input)).toMatchObject({ error: { reason: 'last-manager' } });
    expect((await items({ search: 'admin@' }))[0]?.verdict).toBe('open');
  });

  it('shows what was taken away elsewhere as settled', async () => {
    const [item] = await items({ search: 'gone' });
    await test.service.writer
      .updateTable('assignments')
      .set({ deleted_at: 9 })
      .where('id', '=', item?.assignment ?? '')
      .execute();
    expect((await items({ search: 'gone' }))[0]?.verdict).toBe('gone');
    expect(value(await call('admin', 'reviews.get', { id: review }))).toMatchObject({
      items: 8,
      confirmed: 1,
      revoked: 2,
      gone: 1,
    });
  });

  it('is written to a file that no spreadsheet runs', async () => {
    const file = join(folder, 'review.csv');
    expect(value(await call('admin', 'reviews.export', { id: review, file }))).toEqual({ file, rows: 8 });
    const lines = readFileSync(file, 'utf8').split('\r\n');
    expect(lines[0]).toBe(
      'item,name,email,pack,role,scope,given_at,from,until,needs_a_look,decision,decided_at,decided_by',
    );
    expect(lines).toHaveLength(10);
    expect(lines[1]).toContain('archived-scope,open');
    expect(await call('admin', 'reviews.export', { id: review, file })).toMatchObject({ ok: false });
    expect(await call('admin', 'reviews.export', { id: review, file, overwrite: true })).toMatchObject({
      ok: true,
    });
    const trail = await test.service.writer.selectFrom('command_log').select('operation').execute();
    expect(trail.filter((line) => line.operation === 'reviews.export')).toHaveLength(3);
  });

  it('closed, says how much stays undecided and takes no more decisions', async () => {
    expect(value(await call('admin', 'reviews.close', { id: review, version: 1 }))).toEqual({
      version: 2,
      undecided: 4,
    });
    expect(await call('admin', 'reviews.confirm', { id: review, items: [1] })).toMatchObject({
      error: { reason: 'wrong-state' },
    });
    const [item] = await items({ search: 'never' });
    const input = { id: review, item: item?.seq ?? 0, assignment: item?.assignment ?? '' };
    expect(await call('admin', 'reviews.revoke', input)).toMatchObject({ error: { reason: 'wrong-state' } });
  });
});

describe('many items at once', () => {
  it('are each taken away by the single command, with a result for each', async () => {
    const started = value(await call('admin', 'reviews.start', { node: at('J/1/a'), title: 'Autumn' }));
    const all = rowsOf(value(await call('admin', 'reviews.items', { id: started.id })));
    const seqOf = (name: string) => all.find((item) => item.email === `${name}@x.example`)?.seq ?? 0;
    const reply = value(
      await call('admin', 'reviews.revokeMany', {
        id: started.id,
        items: [seqOf('never'), seqOf('admin'), 99],
      }),
    );
    expect(reply.results.map(({ id, ok }) => [Number(id), ok])).toEqual([
      [seqOf('never'), true],
      [seqOf('admin'), false],
      [99, false],
    ]);
    const after = rowsOf(value(await call('admin', 'reviews.items', { id: started.id, verdict: 'revoked' })));
    expect(after.map((item) => item.email)).toEqual(['never@x.example']);
  });

  it('tell nothing of a review that is not theirs to see', async () => {
    const open = value(await call('admin', 'reviews.list', { state: 'open' }));
    const [theirs] = rowsOf(open);
    const ask = async (id: string) =>
      value(await call('other', 'reviews.revokeMany', { id, items: [1, 99] })).results.map(
        (one) => one.message,
      );
    const missing = await ask('00000000-0000-7000-9000-999999999999');
    expect(await ask(theirs?.id ?? '')).toEqual(missing);
  });
});
