import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entriesOf } from '#main/db/lists/version-entries.ts';
import { migrate, SCHEMA_VERSION } from '#main/db/migrate.ts';
import { MIGRATIONS } from '#main/db/migrations/index.ts';
import { kyselyOver, openRaw, type RawDatabase } from '#main/db/open.ts';
import { gather } from '#test/support/packed-entries.ts';

const BEFORE = 12;
const OLD = ['number_list_entries', 'number_list_numbers', 'number_list_version_entries'];

let folder: string;
let raw: RawDatabase;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rolecall-packed-'));
  raw = openRaw(path.join(folder, 'rolecall.db'));
  const steps = Object.fromEntries(Object.entries(MIGRATIONS).slice(0, BEFORE));
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: raw }) });
  const provider = { getMigrations: () => Promise.resolve(steps) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  expect(error).toBeUndefined();
  raw.pragma(`user_version = ${BEFORE}`);
  fill();
});
afterEach(() => {
  raw.close();
  rmSync(folder, { recursive: true, force: true });
});

const NAMES = ['', 'Ana', 'Zoë Ångström', 'Łukasz 👩‍👩‍👧', '"quoted", and\nmore'];
const LONG = 'x'.repeat(20_000);
const FIELDS = [null, '["Ciudad","","São Paulo"]', '["",""," "]', `["${'y'.repeat(300)}"]`];
const ZONES = [null, null, 'Europe/Madrid', 'America/Argentina/Buenos_Aires'];

const gap = (seq: number): boolean => seq % 17 === 0 || (seq > 2_040 && seq < 2_060) || seq > 5_990;

/** Two lists: 5,000 entries with gaps, zones and priorities, and two edits; ten plain ones; a failed import. */
function fill(): void {
  raw.exec(`
    insert into nodes (id, realm_id, kind, name, created_at) values ('r', 'r', 'realm', 'R', 0);
    insert into number_lists (id, realm_id, node_id, name, region, state, current_version, created_at, created_by,
        updated_at)
      values ('one', 'r', 'r', 'One', 'US', 'ready', 3, 0, '', 0), ('two', 'r', 'r', 'Two', 'US', 'ready', 1, 0, '', 0);
    insert into number_list_versions (id, realm_id, list_id, ordinal, key, base_key, changes, source_name, job_id,
        created_at, created_by)
      values ('v1', 'r', 'one', 1, 1, null, 0, '', '', 0, ''), ('v2', 'r', 'one', 2, 2, 1, 3, '', '', 0, ''),
        ('v3', 'r', 'one', 3, 4, 1, 4, '', '', 0, ''), ('w1', 'r', 'two', 1, 3, null, 0, '', '', 0, ''),
        ('w2', 'r', 'two', 2, 9, null, 0, '', '', 0, '');
    insert into number_list_changes (version_key, seq, removed, number, name, row, fields, traits, zone, priority)
      values (2, 1, 0, 34600000001, 'Édith', 2, '["a"]', 1, null, null), (2, 2, 1, -2, '', 0, null, 0, null, null),
        (2, 6001, 0, 34600000009, 'New', 0, null, 1, 'Asia/Tokyo', 3),
        (4, 1, 0, 34600000001, 'Édith', 2, '["a"]', 1, null, null), (4, 2, 1, -2, '', 0, null, 0, null, null),
        (4, 6001, 1, -6001, '', 0, null, 0, null, null), (4, 6002, 0, 34600000010, 'Newer', 0, null, 1, null, null);`);
  const entry = raw.prepare('insert into number_list_entries values (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (let seq = 1; seq <= 6_000; seq++) {
    if (gap(seq)) continue;
    const name = seq % 500 === 4 ? LONG : NAMES[seq % NAMES.length];
    const fields = FIELDS[seq % FIELDS.length];
    const priority = seq % 5 === 0 ? seq % 1_000_001 : null;
    entry.run(
      1,
      seq,
      999_999_999_999_999 - seq,
      name,
      seq + 1,
      fields,
      seq % 65_536,
      ZONES[seq % 4],
      priority,
    );
  }
  for (let seq = 1; seq <= 10; seq++) entry.run(3, seq, 12_125_550_100 + seq, 'Bo', seq, null, 0, null, null);
  raw.exec('insert into number_list_numbers select version_key, number, seq from number_list_entries');
}

const VERSIONS = [
  { key: 1, baseKey: 1, changes: 0 },
  { key: 2, baseKey: 1, changes: 3 },
  { key: 4, baseKey: 1, changes: 4 },
  { key: 3, baseKey: 3, changes: 0 },
  { key: 9, baseKey: 9, changes: 0 },
];
const namesOf = () => raw.prepare('select name from sqlite_schema order by name').pluck().all();

const rowsOf = (db: RawDatabase) =>
  OLD.map((table) => db.prepare(`select * from ${table} order by version_key, number`).all());

describe('the step to packed lists', () => {
  it('keeps every entry of every version, and nothing of the tables of before', async () => {
    const before = VERSIONS.map(({ key }) =>
      raw
        .prepare(
          `select seq, number, name, row, fields, traits, zone, priority from number_list_version_entries
           where version_key = ? order by seq`,
        )
        .all(key),
    );
    expect(before.map((entries) => entries.length > 0)).toEqual([true, true, true, true, false]);
    await migrate(raw);
    const db = kyselyOver(raw);
    for (const [at, version] of VERSIONS.entries()) {
      expect(await gather(entriesOf(db, version))).toEqual(before[at]);
    }
    expect(namesOf().filter((name) => OLD.includes(name as string))).toEqual([]);
    expect(raw.prepare('select distinct version_key from number_list_blocks').pluck().all()).toEqual([1, 3]);
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(existsSync(path.join(folder, `rolecall.db.before-migration-${SCHEMA_VERSION}`))).toBe(false);
  });

  it('leaves a workspace that it fails on as it was, with a copy beside it', async () => {
    const [rows, names] = [rowsOf(raw), namesOf()];
    // Fields that are no JSON stop it, when thousands of entries are packed already.
    raw.exec(`update number_list_entries set fields = 'torn' where version_key = 3 and seq = 10`);
    const torn = rowsOf(raw);
    await expect(migrate(raw)).rejects.toThrow(/could not be brought up to date/);
    expect(rowsOf(raw)).toEqual(torn);
    expect(namesOf()).toEqual(names);
    expect(raw.pragma('user_version', { simple: true })).toBe(BEFORE);
    const copy = openRaw(path.join(folder, `rolecall.db.before-migration-${SCHEMA_VERSION}`));
    expect(rowsOf(copy)).toEqual(torn);
    copy.close();
    // Mended, it is brought up after all.
    raw.exec(`update number_list_entries set fields = null where version_key = 3 and seq = 10`);
    expect(rowsOf(raw)).toEqual(rows);
    await migrate(raw);
    expect(raw.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
  });
});
