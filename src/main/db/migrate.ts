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

/**
 * The schema's version: how many migrations there are (a test counts them). It is kept in `PRAGMA user_version`, so
 * that a start need not load the migrations to find that there is nothing to do.
 */
export const SCHEMA_VERSION = 13;

/**
 * Brings the schema up to date, all or nothing; a copy of the file as it was is kept beside it while it runs and
 * left there if it fails. Throws NewerDatabaseError for a file that this version can't know.
 */
export async function migrate(raw: RawDatabase): Promise<void> {
  const version = raw.pragma('user_version', { simple: true }) as number;
  if (version === SCHEMA_VERSION) return;
  if (version > SCHEMA_VERSION) throw new NewerDatabaseError(raw.name);
  const { runMigrations } = await import('./run-migrations.ts');
  await runMigrations(raw, version, SCHEMA_VERSION);
}
