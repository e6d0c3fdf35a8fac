import { existsSync, rmSync } from 'node:fs';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.ts';
import type { RawDatabase } from './open.ts';

/** The database was made by a newer Rolecall; it is left untouched. */
export class NewerDatabaseError extends Error {
  constructor(file: string) {
    super(
      `The workspace at ${file} was made by a newer version of Rolecall. Nothing was changed; open it with that version, or install the newest.`,
    );
    this.name = 'NewerDatabaseError';
  }
}

/** The schema's version: how many migrations there are; kept in `PRAGMA user_version` so that a start need not look further. */
const SCHEMA_VERSION = Object.keys(MIGRATIONS).length;

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

function versionOf(raw: RawDatabase): number {
  return raw.pragma('user_version', { simple: true }) as number;
}

/**
 * Brings the schema up to date, all or nothing; a copy of the file as it was is kept beside it while it runs and
 * left there if it fails. Throws NewerDatabaseError for a file that this version can't know.
 */
export async function migrate(raw: RawDatabase): Promise<void> {
  const version = versionOf(raw);
  if (version === SCHEMA_VERSION) return;
  if (version > SCHEMA_VERSION) throw new NewerDatabaseError(raw.name);
  const copy = `${raw.name}.before-migration-${SCHEMA_VERSION}`;
  if (version > 0) {
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
  raw.pragma(`user_version = ${SCHEMA_VERSION}`);
  if (version > 0) rmSync(copy, { force: true });
}
