import type { ColumnType } from 'kysely';

/** SQLite and PostgreSQL both hold this as a small integer. */
export type Flag = 0 | 1;

/** A column that may be null, and is where an insert does not name it. */
export type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;
