import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '#main/db/migrations/index.ts';
import { kyselyOver, openRaw } from '#main/db/open.ts';

async function beforeDialling() {
  const raw = openRaw(':memory:');
  for (const [name, migration] of Object.entries(MIGRATIONS)) {
    if (name === '0010-dialling') break;
    await migration.up(kyselyOver<unknown>(raw));
  }
  return raw;
}

describe('the step to gateways and calling hours', () => {
  it('keeps broadcasts with their numbers, counts and attempts', async () => {
    const raw = await beforeDialling();
    raw.exec(`
      insert into nodes (id, realm_id, kind, name, created_at) values ('r', 'r', 'realm', 'R', 0);
      insert into nodes (id, realm_id, parent_id, kind, name, created_at) values ('a', 'r', 'r', 'account', 'A', 0);
      insert into number_lists (id, realm_id, node_id, name, region, state, current_version, created_at, created_by,
          updated_at)
        values ('l', 'r', 'a', 'List', 'US', 'ready', 1, 0, '', 0);`);
    raw
      .prepare(
        `insert into broadcasts (id, realm_id, node_id, key, name, state, list_id, seed, gateway, calls_per_second,
           lines, attempts, created_at, created_by, updated_at, version)
         values ('b', 'r', 'a', 7, 'Notice', 'suspended', 'l', 1, 'practice', 2, 3, 2, 1, '', 1, 4)`,
      )
      .run();
    raw.exec(`
      insert into broadcast_counts values (7, 2, 1, 1, 0, 0, 1, 0);
      insert into broadcast_outcomes values (7, 'answered', 1);
      insert into broadcast_numbers (broadcast_key, seq, number, name, state, attempts, last_outcome, due)
        values (7, 1, 12125550101, 'A', 'done', 1, 'answered', 0), (7, 2, 12125550102, 'B', 'waiting', 0, null, 0);
      insert into broadcast_number_keys (broadcast_key, number, seq) values (7, 12125550101, 1), (7, 12125550102, 2);
      insert into broadcast_attempts (broadcast_key, seq, number_seq, attempt, started_at, ended_at, outcome, talk)
        values (7, 1, 1, 1, 100, 200, 'answered', 4);`);
    await MIGRATIONS['0010-dialling']?.up(kyselyOver<unknown>(raw));
    expect(
      raw.prepare('select id, name, state, lines, version, hours, segment_id from broadcasts').all(),
    ).toEqual([
      { id: 'b', name: 'Notice', state: 'suspended', lines: 3, version: 4, hours: '[]', segment_id: null },
    ]);
    expect(raw.prepare('select total, done, answered from broadcast_counts').all()).toEqual([
      { total: 2, done: 1, answered: 1 },
    ]);
    expect(raw.prepare('select number, state, zone from broadcast_numbers order by seq').all()).toEqual([
      { number: 12_125_550_101, state: 'done', zone: null },
      { number: 12_125_550_102, state: 'waiting', zone: null },
    ]);
    expect(raw.prepare('select outcome, talk from broadcast_attempts').all()).toEqual([
      { outcome: 'answered', talk: 4 },
    ]);
    expect(raw.pragma('foreign_key_check')).toEqual([]);
  });
});
