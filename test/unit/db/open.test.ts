import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '#main/db/lock.ts';
import { migrate, SCHEMA_VERSION } from '#main/db/migrate.ts';
import { MIGRATIONS } from '#main/db/migrations/index.ts';
import { openRaw } from '#main/db/open.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-open-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a database connection', () => {
  it.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['recursive_triggers', 1],
    ['trusted_schema', 0],
    ['temp_store', 2],
  ])('runs with %s = %s', (pragma, value) => {
    const raw = openRaw(join(folder, 'a.db'));
    expect(raw.pragma(pragma, { simple: true })).toBe(value);
    raw.close();
  });

  it('of a read-only kind has the same settings and cannot write', () => {
    const file = join(folder, 'a.db');
    const writer = openRaw(file);
    writer.exec('create table t (x)');
    const reader = openRaw(file, { readonly: true });
    expect(reader.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(() => reader.exec('insert into t values (1)')).toThrow(/readonly/);
    reader.close();
    writer.close();
  });

  it('refuses a file that is no database with an error that names the fault', () => {
    const file = join(folder, 'a.db');
    writeFileSync(
      file,
      'this is no database, just some text that is long enough to be looked at as a header ......',
    );
    expect(() => openRaw(file)).toThrow(/not a database/);
  });
});

describe('migrations', () => {
  it('bring an empty file to the newest schema, once', async () => {
    const raw = openRaw(join(folder, 'a.db'));
    await migrate(raw);
    await migrate(raw);
    expect(SCHEMA_VERSION).toBe(Object.keys(MIGRATIONS).length);
    expect(raw.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(raw.pragma('foreign_key_check')).toEqual([]);
    raw.close();
  });

  it('leave a database of a newer version untouched and say so', async () => {
    const raw = openRaw(join(folder, 'a.db'));
    raw.exec('create table future (x)');
    raw.pragma('user_version = 999');
    await expect(migrate(raw)).rejects.toThrow(/newer version of Rolecall/);
    expect(raw.pragma('user_version', { simple: true })).toBe(999);
    raw.close();
  });

  it('leave nothing behind when one of them fails', async () => {
    const raw = openRaw(join(folder, 'a.db'));
    // The second migration finds its table there already and fails; the first must be undone with it.
    raw.exec('create table number_lists (x)');
    await expect(migrate(raw)).rejects.toThrow(/could not be brought up to date/);
    const tables = raw.prepare(`select name from sqlite_schema where name = 'persons'`).all();
    expect(tables).toEqual([]);
    raw.close();
  });
});

describe('the lock of a workspace folder', () => {
  it('lets one in, keeps a second out, and lets the next in when it is released', () => {
    const first = lockFolder(folder, 0);
    expect(() => lockFolder(folder, 0)).toThrow(/Another Rolecall is using the workspace/);
    first.release();
    lockFolder(folder, 0).release();
  });
});
