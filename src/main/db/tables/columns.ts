/** SQLite and PostgreSQL both hold this as a small integer. */
export type Flag = 0 | 1;
