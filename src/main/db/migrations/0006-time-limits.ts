import { type Kysely, sql } from 'kysely';

/** Finds what begins next, or began last, without reading all assignments. */
export const migration0006TimeLimits = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create index assignments_by_start on assignments (valid_from) where valid_from is not null`.execute(
      db,
    );
  },
};
