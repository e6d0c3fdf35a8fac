import { existsSync, rmSync } from 'node:fs';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.ts';
import type { RawDatabase } from './open.ts';

// SQLite's DDL is transactional; Kysely's adapter says otherwise and would leave half of a failed migration behind.
class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new (class extends SqliteAdapter {
      override get supportsTransactionalDdl(): boolean {
        return true;
      }
    })();
  }
}

/** Runs the migrations that the file lacks, all or none; see `migrate`. */
export async function runMigrations(raw: RawDatabase, from: number, to: number): Promise<void> {
  const copy = `${raw.name}.before-migration-${to}`;
  if (from > 0) {
    if (existsSync(copy)) rmSync(copy);
    raw.prepare('vacuum into ?').run(copy);
  }
  const db = new Kysely<unknown>({ dialect: new TransactionalSqliteDialect({ database: raw }) });
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw new Error(`The workspace could not be brought up to date; ${copy} holds it as it was.`, {
      cause: error,
    });
  }
  raw.pragma(`user_version = ${to}`);
  if (from > 0) rmSync(copy, { force: true });
}
