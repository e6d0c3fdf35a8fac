import { expect, it } from 'vitest';
import { MIGRATIONS } from '#main/db/migrations/index.ts';
import { kyselyOver, openRaw } from '#main/db/open.ts';

const STEP = '0012-answering-machines';

it('broadcasts of before play to answering machines, and may be told to hang up on them', async () => {
  const raw = openRaw(':memory:');
  for (const [name, migration] of Object.entries(MIGRATIONS)) {
    if (name === STEP) break;
    await migration.up(kyselyOver<unknown>(raw));
  }
  raw.exec(`
    insert into nodes (id, realm_id, kind, name, created_at) values ('r', 'r', 'realm', 'R', 0);
    insert into number_lists (id, realm_id, node_id, name, region, state, current_version, created_at, created_by,
        updated_at)
      values ('l', 'r', 'r', 'List', 'US', 'ready', 1, 0, '', 0);
    insert into broadcasts (id, realm_id, node_id, key, name, state, list_id, seed, gateway, calls_per_second, lines,
        attempts, created_at, created_by, updated_at, version)
      values ('b', 'r', 'r', 7, 'Notice', 'draft', 'l', 1, 'practice', 2, 3, 2, 1, '', 1, 4);`);
  await MIGRATIONS[STEP]?.up(kyselyOver<unknown>(raw));
  expect(raw.prepare('select name, machine from broadcasts').all()).toEqual([
    { name: 'Notice', machine: 'off' },
  ]);
  raw.exec("update broadcasts set machine = 'hang-up'");
  expect(() => raw.exec("update broadcasts set machine = 'shout'")).toThrow('CHECK');
  raw.close();
});
