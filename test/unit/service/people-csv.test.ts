import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#shared/page.ts';
import { type PeopleWorld, peopleWorld } from '../../support/people-world.ts';
import { PASSWORD, type TestService, testService } from '../../support/service.ts';

let test: TestService;
let world: PeopleWorld;
let folder: string;
const ADMIN = 'admin@x.example';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-people-'));
  test = await testService();
  world = peopleWorld(test);
  await world.realm('North', 'J');
  await world.node('Larkspur', 'North', 'account');
  await world.node('Support', 'Larkspur', 'project');
  await world.node('Heron', 'North', 'account');
  await world.person(ADMIN, 'Larkspur', { roles: [{ pack: 'J', role: 'ADMINISTRATOR', node: 'Larkspur' }] });
  await world.person('here@x.example', 'Larkspur', {
    roles: [{ pack: 'J', role: 'ANALYST', node: 'Larkspur' }],
  });
  await world.person('hidden@x.example', 'Heron');
  await world.ready(ADMIN);
});
afterEach(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
function csv(...lines: readonly string[]): { node: string; file: string } {
  const file = join(folder, `people-${++files}.csv`);
  writeFileSync(file, lines.join('\n'));
  return { node: world.id('Larkspur'), file };
}
const HEADER = 'First name,Last name,E-mail,Role,Scope,Scope id,From,Until';

async function assignments(): Promise<string[]> {
  const list = await test.call(ADMIN, 'assignments.list', {});
  return list.ok ? rowsOf(list.value).map((row) => `${row.email} ${row.role} ${row.nodeName}`) : [];
}

/** Preview and import of the same file, whose outcomes must agree. */
async function both(input: { node: string; file: string }) {
  const preview = await test.call(ADMIN, 'users.previewCsv', input);
  const done = await test.call(ADMIN, 'users.importCsv', input);
  if (!preview.ok) throw new Error(preview.error.message);
  if (!done.ok) throw new Error(done.error.message);
  const rows = preview.value.rows.toSorted((a, b) => a.row - b.row);
  expect(rows.map((row) => row.outcome !== 'refused')).toEqual(done.value.results.map((one) => one.ok));
  return { preview: preview.value, rows, results: done.value.results };
}

describe('importing people from CSV', () => {
  it('invites who is not here, gives roles, and says what was done for each row', async () => {
    const { preview, results } = await both(
      csv(
        HEADER,
        'Nia,Field,nia@y.example,OPERATOR,,,,',
        'Nia,Field,nia@y.example,ANALYST,Support,,,',
        'Test,here,HERE@x.example,USER,North › Larkspur,,,',
        'Test,here,here@x.example,ANALYST,Larkspur,,,',
        'Ole,Berg,ole@y.example,,,,,',
      ),
    );
    expect(preview.counts).toEqual({ add: 2, give: 2, nothing: 1, refused: 0 });
    expect(results.map((one) => one.message)).toEqual([
      'Invited, and given OPERATOR.',
      'Given ANALYST.',
      'Given USER.',
      'Has ANALYST already.',
      'Invited.',
    ]);
    expect((await assignments()).toSorted()).toEqual([
      'admin@x.example ADMINISTRATOR Larkspur',
      'here@x.example ANALYST Larkspur',
      'here@x.example USER Larkspur',
      'nia@y.example ANALYST Support',
      'nia@y.example OPERATOR Larkspur',
    ]);
  });

  it('refuses each row that the single command would refuse, and does the others', async () => {
    const { rows } = await both(
      csv(
        HEADER,
        'A,B,a@y.example,EMPEROR,,,,',
        'A,B,b@y.example,ANALYST,Heron,,,',
        'A,B,c@y.example,ANALYST,Lark,,,',
        `A,B,d@y.example,ANALYST,,${world.id('Heron')},,`,
        'A,B,hidden@x.example,ANALYST,,,,',
        `Test,admin,${ADMIN},ANALYST,,,,`,
        'A,,e@y.example,ANALYST,,,,',
        'A,B,not an address,ANALYST,,,,',
        'A,B,f@y.example,ANALYST,,,,2020-01-01',
        'A,B,g@y.example,ANALYST,,,,next week',
        'Fine,Row,fine@y.example,ANALYST,,,,',
      ),
    );
    expect(rows.filter((row) => row.outcome !== 'refused').map((row) => row.email)).toEqual([
      'fine@y.example',
    ]);
    expect(await assignments()).toHaveLength(3);
  });

  it('resolves a scope by name only if it is the only one of that name in sight', async () => {
    await world.node('Twin', 'Larkspur', 'project');
    await world.node('Twin', 'Larkspur', 'project');
    await world.ready(ADMIN);
    const { rows } = await both(csv(HEADER, 'A,B,a@y.example,ANALYST,Twin,,,'));
    expect(rows[0]?.message).toContain('2 scopes are called "Twin"');
  });

  it('gives no password: who was invited signs in once one is set', async () => {
    await both(csv(HEADER, 'Nia,Field,nia@y.example,ANALYST,,,,'));
    const sign = () => test.raw('nia', 'session.signIn', { email: 'nia@y.example', password: PASSWORD });
    expect(await sign()).toMatchObject({ ok: false });
    const list = await test.call(ADMIN, 'users.list', { state: 'invited' });
    const [nia] = list.ok ? rowsOf(list.value) : [];
    expect(nia).toMatchObject({ email: 'nia@y.example', invited: true });
    const set = { id: nia?.id ?? '', password: PASSWORD, repeat: PASSWORD };
    expect(await test.call(ADMIN, 'users.setPassword', set)).toMatchObject({ ok: true });
    expect(await sign()).toMatchObject({ ok: true });
  });

  it('reads days in UTC, the last of them whole, and changes the time of what is held', async () => {
    await both(csv(HEADER, 'Test,here,here@x.example,ANALYST,Larkspur,,2026-01-01,2027-05-03'));
    const list = await test.call(ADMIN, 'assignments.list', { role: 'ANALYST' });
    const [row] = list.ok ? rowsOf(list.value) : [];
    expect(row).toMatchObject({ from: Date.UTC(2026, 0, 1), until: Date.UTC(2027, 4, 4) });
  });

  it.each([
    ['without a header', 'A,B,a@y.example'],
    ['with nothing below it', HEADER],
    ['with two columns of one meaning', 'E-mail,Email\na@y.example,b@y.example'],
  ])('refuses a file %s', async (_what, text) => {
    const reply = await test.call(ADMIN, 'users.importCsv', csv(text));
    expect(reply).toMatchObject({ ok: false, error: { fields: [{ path: 'file' }] } });
  });
});

describe('exporting people as CSV', () => {
  it('writes whom one sees with their roles; importing it again changes nothing', async () => {
    await world.person('=cmd@x.example', 'Larkspur', {
      roles: [{ pack: 'J', role: 'USER', node: 'Support', until: test.clock.now + 9e9 }],
    });
    await world.ready(ADMIN);
    const file = join(folder, 'out.csv');
    const done = await test.call(ADMIN, 'users.exportCsv', { file });
    expect(done).toMatchObject({ ok: true, value: { people: 3, rows: 3 } });
    const { data } = Papa.parse<Record<string, string>>(readFileSync(file, 'utf8').slice(1), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data.map((row) => row['E-mail'])).toEqual([ADMIN, 'here@x.example', "'=cmd@x.example"]);
    expect(data.map((row) => row['Scope'])).toEqual([
      'North › Larkspur',
      'North › Larkspur',
      'North › Larkspur › Support',
    ]);
    const again = await test.call(ADMIN, 'users.importCsv', { node: world.id('Larkspur'), file });
    expect(again).toMatchObject({ ok: true, value: { done: 3 } });
    const messages = again.ok ? again.value.results.map((one) => one.message) : [];
    expect(messages).toEqual(['Has ADMINISTRATOR already.', 'Has ANALYST already.', 'Has USER already.']);
  });

  it('neither replaces a file unasked nor writes among the workspace’s own', async () => {
    const file = join(folder, 'out.csv');
    writeFileSync(file, 'mine');
    expect(await test.call(ADMIN, 'users.exportCsv', { file })).toMatchObject({ ok: false });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const inside = join(test.folder, 'out.csv');
    expect(await test.call(ADMIN, 'users.exportCsv', { file: inside })).toMatchObject({ ok: false });
  });
});
