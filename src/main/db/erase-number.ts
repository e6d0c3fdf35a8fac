import { randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { ERASED_KEY, ErasedNumbers } from './erased-numbers.ts';
import { eraseFromBlocks } from './lists/erase-entries.ts';
import type { Tables } from './tables/index.ts';

type Tx = Transaction<Tables>;

/** What an erasure reached. */
export interface Erased {
  /** Entries in all versions. */
  readonly entries: number;
  readonly lists: number;
  readonly broadcasts: number;
  /** Rows of import reports that held the number. */
  readonly reportRows: number;
  /** Entered do-not-call numbers, which the keyed hash now stands for. */
  readonly doNotCall: number;
}

/** Digits by which a number is recognised in a cell, whatever stands before them. */
const TELLING_DIGITS = 9;

/**
 * Erases a number at a node and everything below it: from every version of every list, from import reports, from the
 * numbers of broadcasts (their counts stay) and from entered do-not-call numbers. What is kept is a keyed hash, so
 * that the number stays uncalled there. Numbers of an imported do-not-call file stay in it.
 * INVARIANT: in `broadcast_numbers` an erased number is less than 0 and is never dialled.
 */
export async function eraseNumber(
  tx: Tx,
  { node, number, now }: { node: string; number: number; now: number },
): Promise<Erased> {
  await keepHash(tx, { node, number, now });
  const lists = await eraseEntries(tx, node, number);
  const reportRows = await eraseFromReports(tx, node, String(number).slice(-TELLING_DIGITS));
  const broadcasts = await eraseFromBroadcasts(tx, node, number);
  const doNotCall = await eraseEntered(tx, node, number);
  return { ...lists, reportRows, broadcasts, doNotCall };
}

async function keepHash(
  tx: Tx,
  { node, number, now }: { node: string; number: number; now: number },
): Promise<void> {
  await tx
    .insertInto('workspace')
    .values({ key: ERASED_KEY, value: randomBytes(32).toString('hex') })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const key = await tx
    .selectFrom('workspace')
    .select('value')
    .where('key', '=', ERASED_KEY)
    .executeTakeFirstOrThrow();
  const mark = new ErasedNumbers(key.value).mark(number);
  await tx
    .insertInto('do_not_call_erased')
    .values({ node_id: node, ...mark, erased_at: now })
    .onConflict((conflict) => conflict.columns(['node_id', 'sieve', 'hash']).doNothing())
    .execute();
}

const below = (node: string) => sql`(select node_id from node_ancestors where ancestor_id = ${node})`;

/** The keys of all versions at and below a node. */
const versionsBelow = (node: string) => sql`
  select v.key from number_list_versions v join number_lists l on l.id = v.list_id where l.node_id in ${below(node)}`;

async function eraseEntries(
  tx: Tx,
  node: string,
  number: number,
): Promise<{ entries: number; lists: number }> {
  // What no version shows any more, because every version has changed it, is erased as well.
  const places = await eraseFromBlocks(tx, versionsBelow(node), number);
  const packed = JSON.stringify(places);
  // Versions that held the number, by the blocks of their base or by a change.
  const { rows } = await sql<{ key: number; list: string }>`
    select v.key, v.list_id as list from number_list_versions v where v.key in (${versionsBelow(node)}) and (
      exists (select 1 from number_list_changes c
        where c.version_key = v.key and c.number = ${number} and c.removed = 0)
      or exists (select 1 from json_each(${packed}) place
        where place.value ->> 'baseKey' = coalesce(v.base_key, v.key) and not exists (
          select 1 from number_list_changes c
          where c.version_key = v.key and c.seq = place.value ->> 'seq')))`.execute(tx);
  const keys = JSON.stringify(rows.map(({ key }) => key));
  await sql`
    update number_list_versions set read_count = read_count - 1, accepted = accepted - 1, dense = 0
    where key in (select value from json_each(${keys}))`.execute(tx);
  await sql`
    update number_list_versions set dense = 0
    where key in (select value ->> 'baseKey' from json_each(${packed}))`.execute(tx);
  await sql`
    update number_list_changes set removed = 1, number = -seq, name = '', fields = null, traits = 0, zone = null,
      priority = null
    where number = ${number} and version_key in (${versionsBelow(node)})`.execute(tx);
  return { entries: rows.length, lists: new Set(rows.map(({ list }) => list)).size };
}

async function eraseFromReports(tx: Tx, node: string, telling: string): Promise<number> {
  // However a cell spaces the number, its digits stand in it in their order.
  const spaced = `%${telling.split('').join('%')}%`;
  const { rows } = await sql<{ version: number; seq: number; text: string }>`
    select version_key as version, seq, value || ' ' || coalesce(cells, '') as text from number_list_problems
    where version_key in (${versionsBelow(node)}) and (value like ${spaced} or cells like ${spaced})`.execute(
    tx,
  );
  const held = rows.filter(({ text }) => holds(text, telling));
  for (const { version, seq } of held) {
    await tx
      .updateTable('number_list_problems')
      .set({ value: '(erased)', cells: '["(erased)"]', number: null })
      .where('version_key', '=', version)
      .where('seq', '=', seq)
      .execute();
  }
  return held.length;
}

/** Whether a text holds these digits with nothing but separators between them. */
function holds(text: string, digits: string): boolean {
  return new RegExp(digits.split('').join(String.raw`[\s().+/\u00a0-]*`)).test(text);
}

async function eraseFromBroadcasts(tx: Tx, node: string, number: number): Promise<number> {
  const { rows } = await sql<{ key: number; seq: number; state: string }>`
    select k.broadcast_key as key, k.seq, n.state from broadcasts b
    join broadcast_number_keys k on k.broadcast_key = b.key and k.number = ${number}
    join broadcast_numbers n on n.broadcast_key = k.broadcast_key and n.seq = k.seq
    where b.node_id in ${below(node)}`.execute(tx);
  for (const { key, seq, state } of rows) {
    const waiting = state === 'waiting';
    await sql`
      update broadcast_numbers set number = ${-seq}, name = '', zone = null,
        state = case when ${waiting ? 1 : 0} = 1 then case when attempts = 0 then 'not-called' else 'done' end
          else state end
      where broadcast_key = ${key} and seq = ${seq}`.execute(tx);
    await sql`delete from broadcast_number_keys where broadcast_key = ${key} and number = ${number}`.execute(
      tx,
    );
    await sql`
      insert into broadcast_number_keys (broadcast_key, number, seq) values (${key}, ${-seq}, ${seq})`.execute(
      tx,
    );
    if (!waiting) continue;
    await sql`
      update broadcast_counts set
        not_called = not_called + (select attempts = 0 from broadcast_numbers
          where broadcast_key = ${key} and seq = ${seq}),
        done = done + (select attempts > 0 from broadcast_numbers where broadcast_key = ${key} and seq = ${seq})
      where broadcast_key = ${key}`.execute(tx);
  }
  return rows.length;
}

async function eraseEntered(tx: Tx, node: string, number: number): Promise<number> {
  const sources = sql`(select key from do_not_call_sources where node_id in ${below(node)})`;
  const { numAffectedRows } = await sql`
    delete from do_not_call_numbers where number = ${number} and source_key in ${sources}`.execute(tx);
  await sql`
    update do_not_call_sources set
      entered = (select count(*) from do_not_call_numbers n where n.source_key = do_not_call_sources.key)
    where key in ${sources}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
