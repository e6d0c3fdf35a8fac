import { type Kysely, sql } from 'kysely';
import { BlockBuilder } from '../lists/block-builder.ts';
import type { ListEntry } from '../lists/entry.ts';
import type { PackedBlock } from '../lists/entry-block.ts';

/** Entries read at once: few, as a row may be a megabyte of text. */
const PART = 512;

/** Entries of lists are kept in packed blocks, some thousands to a row, instead of a row and an index row each. */
export const migration0013PackedLists = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create table number_list_blocks (
      version_key integer not null,
      first integer not null,
      count integer not null,
      fixed blob not null,
      texts blob not null,
      zones text,
      primary key (version_key, first))`.execute(db);
    await sql`create table number_list_additions (
      version_key integer not null,
      first integer not null,
      entries text not null,
      primary key (version_key, first)) without rowid`.execute(db);
    const { rows } = await sql<{ key: number }>`
      select distinct version_key as key from number_list_entries`.execute(db);
    for (const { key } of rows) await pack(db, key);
    await sql`drop view number_list_version_entries`.execute(db);
    await sql`drop table number_list_entries`.execute(db);
    await sql`drop table number_list_numbers`.execute(db);
  },
};

async function pack(db: Kysely<unknown>, key: number): Promise<void> {
  const builder = new BlockBuilder();
  let last = 0;
  for (;;) {
    const { rows } = await sql<ListEntry>`
      select seq, number, name, row, fields, traits, zone, priority from number_list_entries
      where version_key = ${key} and seq > ${last} order by seq limit ${PART}`.execute(db);
    for (const entry of rows) {
      for (; builder.next < entry.seq; builder.skip()) await storeFull(db, key, builder);
      await storeFull(db, key, builder);
      builder.add(entry);
      last = entry.seq;
    }
    if (rows.length < PART) break;
  }
  if (builder.count > 0) await store(db, key, builder.take());
}

async function storeFull(db: Kysely<unknown>, key: number, builder: BlockBuilder): Promise<void> {
  if (builder.full) await store(db, key, builder.take());
}

async function store(db: Kysely<unknown>, key: number, block: PackedBlock): Promise<void> {
  const { first, count, fixed, texts, zones } = block;
  await sql`insert into number_list_blocks (version_key, first, count, fixed, texts, zones)
    values (${key}, ${first}, ${count}, ${fixed}, ${texts}, ${zones})`.execute(db);
}
