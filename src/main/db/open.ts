import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import type { Tables } from './tables/index.ts';

/** A better-sqlite3 connection, for bulk work by prepared statements; handlers use Kysely instead. */
export type RawDatabase = BetterSqlite3.Database;
/** A prepared statement of such a connection. */
export type RawStatement = BetterSqlite3.Statement<unknown[], Record<string, unknown>>;
export type Database = Kysely<Tables>;

/** The settings every connection runs under; `test/unit/db/open.test.ts` reads them back. */
const PRAGMAS = [
  'journal_mode = WAL',
  // WAL's default NORMAL may lose the last commits at a power cut; a started call must never be forgotten.
  'synchronous = FULL',
  'foreign_keys = ON',
  // Without it INSERT OR REPLACE passes by delete triggers.
  'recursive_triggers = ON',
  'trusted_schema = OFF',
  'temp_store = MEMORY',
] as const;

export interface OpenOptions {
  readonly readonly?: boolean;
  /** Milliseconds to wait for another connection's write; 5,000 if absent. */
  readonly wait?: number;
}

/** Opens (and makes, unless `readonly`) an SQLite file under Rolecall's settings. Throws if it can't. */
export function openRaw(file: string, options: OpenOptions = {}): RawDatabase {
  const readonly = options.readonly ?? false;
  if (readonly && !existsSync(file)) throw new Error(`There is no database at ${file}.`);
  const raw = new BetterSqlite3(file, { readonly, timeout: options.wait ?? 5_000 });
  // A read-only connection takes the journal mode from the file.
  const wanted = PRAGMAS.filter((pragma) => !(readonly && pragma.startsWith('journal_mode')));
  raw.exec(wanted.map((pragma) => `pragma ${pragma};`).join(' '));
  return raw;
}

// A transaction that reads first and writes later would fail at once, without waiting, if a job's thread had
// committed in between (SQLITE_BUSY_SNAPSHOT). Commands read rights before they write: they begin as writers.
class ImmediateDriver extends SqliteDriver {
  readonly #raw: RawDatabase;

  constructor(raw: RawDatabase) {
    super({ database: raw });
    this.#raw = raw;
  }

  // Where the disk is full SQLite may have undone the transaction already; to ask for it again would be an error that
  // hides the one that happened.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#raw.inTransaction) await super.rollbackTransaction(connection);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class WriterDialect extends SqliteDialect {
  readonly #raw: RawDatabase;

  constructor(raw: RawDatabase) {
    super({ database: raw });
    this.#raw = raw;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#raw);
  }
}

/** Kysely over a connection; transactions of one that can write take the write lock when they begin. */
export function kyselyOver<T = Tables>(raw: RawDatabase): Kysely<T> {
  const dialect = raw.readonly ? new SqliteDialect({ database: raw }) : new WriterDialect(raw);
  return new Kysely<T>({ dialect });
}
