import { type Kysely, sql } from 'kysely';

/** Broadcasts may hang up on answering machines. Until now the column held 'off' alone. */
export const migration0012AnsweringMachines = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table broadcasts drop column machine`.execute(db);
    await sql`alter table broadcasts add column machine text not null default 'off'
      check (machine in ('off', 'hang-up'))`.execute(db);
  },
};
