import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '#main/db/migrations/index.ts';
import { kyselyOver, openRaw, type RawDatabase } from '#main/db/open.ts';

const STEP = '0011-twilio-gateways';

async function before(): Promise<RawDatabase> {
  const raw = openRaw(':memory:');
  for (const [name, migration] of Object.entries(MIGRATIONS)) {
    if (name === STEP) break;
    await migration.up(kyselyOver<unknown>(raw));
  }
  raw.exec(`
    insert into nodes (id, realm_id, kind, name, created_at) values ('r', 'r', 'realm', 'R', 0);
    insert into nodes (id, realm_id, parent_id, kind, name, created_at) values ('a', 'r', 'r', 'account', 'A', 0);
    insert into number_lists (id, realm_id, node_id, name, region, state, current_version, created_at, created_by,
        updated_at)
      values ('l', 'r', 'a', 'List', 'US', 'ready', 1, 0, '', 0);
    insert into gateways values
      ('g', 'r', 'a', 'sip', 'Trunk', '{"host":"x"}', x'0102', 5, 30, 7, 'down', 1, 'p', 2, null, 3);
    insert into broadcasts (id, realm_id, node_id, key, name, state, list_id, seed, gateway, gateway_id,
        calls_per_second, lines, attempts, created_at, created_by, updated_at, version)
      values ('b', 'r', 'a', 7, 'Notice', 'suspended', 'l', 1, 'sip', 'g', 2, 3, 2, 1, '', 1, 4);
    insert into broadcast_counts values (7, 2, 1, 1, 0, 0, 1, 0);
    insert into broadcast_outcomes values (7, 'answered', 1);`);
  return raw;
}

const TABLES = ['gateways', 'broadcasts', 'broadcast_counts', 'broadcast_outcomes'];
const rowsOf = (raw: RawDatabase) => TABLES.map((table) => raw.prepare(`select * from ${table}`).all());
const namesOf = (raw: RawDatabase) => raw.prepare('select type, name from sqlite_schema order by name').all();

describe('the step to gateways of Twilio', () => {
  it('keeps every row and index, and what refers to what', async () => {
    const raw = await before();
    const [rows, names] = [rowsOf(raw), namesOf(raw)];
    await MIGRATIONS[STEP]?.up(kyselyOver<unknown>(raw));
    expect(rowsOf(raw)).toEqual(rows);
    expect(namesOf(raw)).toEqual(names);
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    expect(() => raw.exec(`delete from gateways`)).toThrow('FOREIGN KEY');
  });

  it('admits Twilio, and still no other kind', async () => {
    const raw = await before();
    const change = `update gateways set kind = 'twilio'; update broadcasts set gateway = 'twilio'`;
    expect(() => raw.exec(change)).toThrow('CHECK');
    await MIGRATIONS[STEP]?.up(kyselyOver<unknown>(raw));
    raw.exec(change);
    expect(() => raw.exec(`update gateways set kind = 'pigeon'`)).toThrow('CHECK');
    expect(() => raw.exec(`update broadcasts set gateway = 'pigeon'`)).toThrow('CHECK');
  });
});
