import type { ListEntry } from '#main/db/lists/entry.ts';
import { packFields, unpackFields } from '#main/db/lists/extra-fields.ts';
import { NumberTable } from '#main/db/lists/number-table.ts';
import { passing } from '#main/db/lists/sieve.ts';
import { versionBlocks, versionKeys } from '#main/db/lists/version-blocks.ts';
import { type Database, kyselyOver } from '#main/db/open.ts';
import { segmentSieves } from '#main/db/segments.ts';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { fieldsOfVersion } from './carry.ts';
import { discardImport } from './discard.ts';
import { faultMessage, Stopped } from './fault.ts';
import { type MakeParams, makeParams } from './make-params.ts';
import { VersionWriter } from './writer.ts';

type Source = MakeParams['from'][number];

/** Entries between two looks at whether to stop. */
const PART = 1_000;

/**
 * Makes a list of the entries of others: a merge (a number that comes again fills what its first entry lacks) or a
 * part of one. Cancelled, failed or interrupted it leaves nothing. Ends with the counts of an import.
 */
export const makeNumberList: JobRunner<MakeParams> = async (given, job) => {
  const params = makeParams().parse(given);
  try {
    return await run(params, job);
  } catch (error) {
    const message = error instanceof Stopped ? null : faultMessage(error);
    discardImport(job.db, params.version, job.now());
    job.changed('numberLists');
    if (error instanceof Stopped) {
      const state = job.closing() ? 'interrupted' : 'cancelled';
      return { state, message: 'Stopped. No list was made.', result: {} };
    }
    if (message === null) throw error;
    return { state: 'failed', message, result: {} };
  }
};

async function run(params: MakeParams, job: JobHandle): Promise<JobEnd> {
  const db = kyselyOver(job.db);
  const fields = unionOf(params.from.map(({ key }) => fieldsOfVersion(job.db, key)));
  const numbers = new NumberTable();
  const writer = new VersionWriter(job.db, params.version);
  const counts = { read: 0, accepted: 0, merged: 0, refused: 0 };
  for (const source of params.from) {
    const own = fieldsOfVersion(job.db, source.key);
    const places = own.map((name) => fields.findIndex((field) => same(field, name)));
    const title = nameOf(job, source.key);
    for await (const entry of entriesOf(db, source, { own, cancelled: () => job.cancelled() })) {
      counts.read += 1;
      const moved = { ...entry, fields: moveFields(entry.fields, places) };
      const holder = numbers.findOrAdd(entry.number);
      if (holder === 0) {
        counts.accepted += 1;
        writer.addEntry(moved, counts.read);
      } else {
        counts.merged += 1;
        const filled = writer.fill(holder, moved);
        const reason = `An earlier list has this number; it was kept${filled ? ' and what it lacked was filled from this one' : ''}.`;
        writer.addMerged({ row: counts.read, column: title, number: entry.number, reason });
      }
      if (writer.full) stoppable(writer.flush(), job);
      if (counts.read % PART === 0) job.progress({ done: counts.read, total: null });
    }
  }
  stoppable(writer.finish(), job);
  finish(job, params, { fields, counts });
  job.changed('numberLists');
  const [all, kept, again] = [counts.read, counts.accepted, counts.merged].map((n) => n.toLocaleString('en'));
  return { state: 'done', message: `${kept} entries from ${all}: ${again} merged.`, result: counts };
}

function stoppable(parts: Iterable<void>, job: JobHandle): void {
  for (const _part of parts) if (job.cancelled()) throw new Stopped();
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** All names, each once whatever its case, in the order in which they come. */
function unionOf(all: readonly (readonly string[])[]): string[] {
  const names: string[] = [];
  for (const name of all.flat()) if (!names.some((known) => same(known, name))) names.push(name);
  return names;
}

function moveFields(packed: string | null, places: readonly number[]): string | null {
  if (packed === null || places.every((place, index) => place === index)) return packed;
  const values = unpackFields(packed);
  const moved = Array.from({ length: Math.max(0, ...places) + 1 }, () => '');
  const beyond: string[] = [];
  values.forEach((value, index) => {
    const place = places[index];
    if (place === undefined) beyond.push(value);
    else moved[place] ||= value;
  });
  return packFields([...moved, ...beyond]);
}

function nameOf(job: JobHandle, key: number): string {
  const name = job.db
    .prepare(
      'select l.name from number_lists l join number_list_versions v on v.list_id = l.id where v.key = ?',
    )
    .pluck()
    .get(key);
  return name as string;
}

/** The entries of a source in their order. Throws Stopped when asked to stop. */
async function* entriesOf(
  db: Database,
  { key, offset = 0, limit = Number.MAX_SAFE_INTEGER, list, filter, rest = false }: Source,
  { own, cancelled }: { own: readonly string[]; cancelled: () => boolean },
): AsyncGenerator<ListEntry> {
  const filtered = filter !== undefined && list !== undefined;
  const sieves = filtered ? segmentSieves(db, filter, { list, fields: own }) : [];
  const wanted = filtered && rest ? 0 : 1;
  let [skip, left] = [offset, limit];
  for await (const block of versionBlocks(db, await versionKeys(db, key))) {
    if (cancelled()) throw new Stopped();
    const fits = await passing(block, sieves);
    for (let at = 0; at < block.count; at++) {
      if (block.numbers[at] === 0 || fits[at] !== wanted) continue;
      if (skip > 0) {
        skip -= 1;
        continue;
      }
      if (left === 0) return;
      left -= 1;
      yield block.entry(at) as ListEntry;
    }
  }
}

function finish(
  job: JobHandle,
  params: MakeParams,
  { fields, counts }: { fields: readonly string[]; counts: Record<string, number> },
): void {
  job.db
    .transaction(() => {
      const ready = job.db
        .prepare(
          `update number_list_versions set state = 'ready', read_count = ?, accepted = ?, merged = ?, fields = ?
           where key = ? and state = 'importing'`,
        )
        .run(counts['read'], counts['accepted'], counts['merged'], JSON.stringify(fields), params.version);
      const used = job.db
        .prepare(
          `update number_lists set state = 'ready', updated_at = ?, version = version + 1
           where id = ? and state = 'importing' and deleted_at is null`,
        )
        .run(job.now(), params.list);
      if (ready.changes === 0 || used.changes === 0) throw new Stopped();
    })
    .immediate();
}
