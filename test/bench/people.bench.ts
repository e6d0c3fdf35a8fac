import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { InputOf } from '#shared/operations/index.ts';
import { type PeopleWorld, peopleWorld } from '#test/support/people-world.ts';
import { type TestService, testService } from '#test/support/service.ts';
import { type BenchLine, median, percentile } from './bench-line.ts';

const PEOPLE = 20_000;
const ACCOUNTS = 200;
const LOOKS = 200;
const ADMIN = 'root@x.example';

/** Figures of a realm with 20,000 people, all of them asked through the door. */
export async function run(): Promise<BenchLine[]> {
  const test = await testService();
  try {
    const world = await fill(test);
    const lines = await pages(test);
    return [...lines, await giving(test, world), await exporting(test)];
  } finally {
    await test.close();
  }
}

/** Accounts of the dialog platform and their people, who hold one or two roles each. */
async function fill(test: TestService): Promise<PeopleWorld> {
  const world = peopleWorld(test);
  await world.realm('north', 'J');
  for (let index = 0; index < ACCOUNTS; index++) await world.node(`account ${index}`, 'north', 'account');
  await world.person(ADMIN, 'platform', {
    roles: [{ pack: 'console', role: 'WORKSPACE_ADMIN', node: 'platform' }],
  });
  await world.person('admin@x.example', 'account 0', {
    roles: [{ pack: 'J', role: 'ADMINISTRATOR', node: 'account 0' }],
  });
  const realm = world.id('north');
  const first = Number(world.id('account 0').slice(-12));
  const account = `printf('00000000-0000-7000-b000-%012d', ${first} + i % ${ACCOUNTS})`;
  const person = `printf('01a00000-0000-7000-8000-%012d', i)`;
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${PEOPLE})`;
  const statements = [
    `${numbers} insert into persons
       (id, realm_id, node_id, first_name, last_name, email, email_key, password_hash, active, created_at, updated_at)
     select ${person}, '${realm}', ${account}, 'First ' || (i % 1000), 'Last ' || ((i * 7919) % 20011),
       'p' || i || '@example.com', 'p' || i || '@example.com', iif(i % 9 = 0, null, 'x'), i % 11 > 0, i, i from n`,
    ...['ANALYST', 'OPERATOR'].map(
      (role, index) => `${numbers} insert into assignments
       (id, realm_id, person_id, pack_id, role, node_id, valid_until, created_at)
     select printf('01b0000${index}-0000-7000-8000-%012d', i), '${realm}', ${person}, 'J', '${role}', ${account},
       iif(i % 50 = 0, 99999999999999, null), i from n where i % ${index + 1} = 0`,
    ),
  ];
  for (const statement of statements) await sql.raw(statement).execute(test.service.writer);
  await world.ready(ADMIN, 'admin@x.example');
  return world;
}

type Filter = Omit<InputOf<'users.list'>, 'offset' | 'limit'>;

const CASES: readonly (readonly [string, Filter])[] = [
  ['by name', {}],
  ['whose name has "Last 5"', { name: 'Last 5' }],
  ['who are OPERATOR, by e-mail', { role: 'OPERATOR', sort: { by: 'email' } }],
  ['who were invited, by last sign-in', { state: 'invited', sort: { by: 'lastSignIn' } }],
];

async function look(test: TestService, filter: Filter, offset: number): Promise<number> {
  const reply = await test.call(ADMIN, 'users.list', { ...filter, offset, limit: 100 });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value.total;
}

async function pages(test: TestService): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const [words, filter] of CASES) {
    const began = performance.now();
    const total = await look(test, filter, 0);
    const first = performance.now() - began;
    await look(test, filter, 0);
    const times: number[] = [];
    for (let turn = 0; turn < LOOKS; turn++) {
      const start = performance.now();
      await look(test, filter, Math.floor(((turn * 7_919) % LOOKS) * (total / LOOKS)));
      times.push(performance.now() - start);
    }
    const p95 = percentile(times, 0.95);
    lines.push({
      name: `a page of ${total} of 20,000 people, ${words}`,
      asked: 'p95 under 20 ms',
      measured: `p95 ${p95.toFixed(1)} ms (the first look ${first.toFixed(0)} ms)`,
      ok: p95 < 20,
    });
  }
  return lines;
}

/** Roles given and taken one by one, each with its guard, its log entry and the engine brought up to date. */
async function giving(test: TestService, world: PeopleWorld): Promise<BenchLine> {
  const node = world.id('account 0');
  const times: number[] = [];
  for (let turn = 1; turn <= LOOKS; turn++) {
    const person = `01a00000-0000-7000-8000-${String(turn * ACCOUNTS).padStart(12, '0')}`;
    const start = performance.now();
    const gift = { person, pack: 'J', role: 'DIALER_USER', node };
    const reply = await test.call('admin@x.example', 'assignments.grant', gift);
    times.push(performance.now() - start);
    if (!reply.ok && turn * ACCOUNTS <= PEOPLE) throw new Error(reply.error.message);
  }
  const middle = median(times);
  return {
    name: 'a role given among 20,000 people, through the door',
    asked: 'reported',
    measured: `${middle.toFixed(1)} ms`,
    ok: true,
  };
}

async function exporting(test: TestService): Promise<BenchLine> {
  const file = join(tmpdir(), `people-${process.pid}.csv`);
  const start = performance.now();
  const reply = await test.call(ADMIN, 'users.exportCsv', { file });
  const took = performance.now() - start;
  rmSync(file, { force: true });
  if (!reply.ok) throw new Error(reply.error.message);
  return {
    name: `export of ${reply.value.people} people and their roles as CSV`,
    asked: 'reported',
    measured: `${(took / 1000).toFixed(2)} s (${reply.value.rows} rows)`,
    ok: true,
  };
}
