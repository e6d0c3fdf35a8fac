import { type Kysely, sql } from 'kysely';

/** Children before what they refer to. */
const TABLES = ['broadcast_counts', 'broadcast_outcomes', 'broadcasts', 'gateways'] as const;

/** Which kinds a table admits, as it was and as it becomes. */
const KINDS: Readonly<Record<string, readonly [before: string, after: string]>> = {
  broadcasts: [
    "('practice', 'practice-sip', 'sip', 'asterisk')",
    "('practice', 'practice-sip', 'sip', 'asterisk', 'twilio')",
  ],
  gateways: ["('practice-sip', 'sip', 'asterisk')", "('practice-sip', 'sip', 'asterisk', 'twilio')"],
};

interface Made {
  readonly name: string;
  readonly tbl_name: string;
  readonly type: string;
  readonly sql: string;
}

/** Gateways to Twilio. SQLite can't change a check: the tables are made anew from what made them, and filled again. */
export const migration0011TwilioGateways = {
  async up(db: Kysely<unknown>): Promise<void> {
    const run = (text: string) => sql.raw(text).execute(db);
    const { rows } = await sql<Made>`select name, tbl_name, type, sql from sqlite_schema
      where sql is not null and tbl_name in (${sql.join(TABLES)}) order by type = 'table' desc`.execute(db);
    for (const table of TABLES) {
      await run(`create table kept_${table} as select * from ${table}`);
      await run(`drop table ${table}`);
    }
    for (const table of TABLES.toReversed()) {
      const [before, after] = KINDS[table] ?? ['', ''];
      for (const made of rows.filter(({ tbl_name: of }) => of === table)) {
        await run(made.type === 'table' ? made.sql.replace(before, after) : made.sql);
        if (made.type === 'table') await run(`insert into ${table} select * from kept_${table}`);
      }
      await run(`drop table kept_${table}`);
    }
  },
};
