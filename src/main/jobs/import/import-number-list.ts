import { stat } from 'node:fs/promises';
import { DoNotCall, type Scrubbed } from '#main/db/do-not-call.ts';
import { growingNumbers } from '#main/db/lists/growing.ts';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { loadPhoneRules } from '../phone/normalise.ts';
import { carryEntries, fieldsOfVersion } from './carry.ts';
import { type ColumnRole, type Mapping, mappingOf } from './columns.ts';
import { discardImport } from './discard.ts';
import { faultMessage, ImportFault, Stopped } from './fault.ts';
import { headerKey } from './header-key.ts';
import type { Counts, ListPlan } from './list-import.ts';
import { type ImportParams, importParams } from './params.ts';
import { noSuchRegion } from './preview.ts';
import { ReadingThread, readRows } from './reading.ts';
import { RowReader } from './row-reader.ts';
import { scrubbedProblem } from './scrubbed-problem.ts';
import { openSource, type Source } from './source.ts';
import { unstage } from './staging.ts';
import { StoredRows } from './stored-rows.ts';
import { VersionWriter } from './writer.ts';

/** A shorter file is read before a thread has started, in bytes. */
const WORTH_A_THREAD = 4_194_304;

/**
 * Pages that are written before they are copied from the log into the database: some 80 MB, so that a list of a
 * million is copied once it is ready.
 */
const PAGES_BEFORE_CHECKPOINT = 20_000;

/**
 * Imports a file into a version that the command made in state 'importing'. Every row is accounted for: accepted,
 * merged into an earlier row with the same number, or refused (numbers on a do-not-call source too), each of the
 * latter two with a problem. The version is ready at the very end; a cancelled, failed or interrupted import leaves
 * nothing of it. Ends with the counts `read`, `accepted`, `merged`, `refused`, `scrubbed` and `doubtful`. Progress is
 * in bytes.
 */
export const importNumberList: JobRunner<ImportParams> = async (params, job) => {
  const asked = importParams.parse(params);
  try {
    return await run(asked, job);
  } catch (error) {
    const message = error instanceof Stopped ? null : faultMessage(error);
    takeBack(job, asked.version);
    job.changed('numberLists');
    if (error instanceof Stopped) return stoppedEnd(job);
    if (message === null) throw error;
    return { state: 'failed', message, result: {} };
  }
};

function takeBack(job: JobHandle, version: number): void {
  try {
    discardImport(job.db, version, job.now());
  } catch (error) {
    // A full or failing disk: the version stays hidden in state 'importing', and the next start takes it back.
    if (faultMessage(error) === null) throw error;
  }
}

function stoppedEnd(job: JobHandle): JobEnd {
  return job.closing()
    ? {
        state: 'interrupted',
        message: 'The console was closed. Nothing was imported; import the file again.',
        result: {},
      }
    : { state: 'cancelled', message: 'Cancelled. Nothing was imported.', result: {} };
}

async function run(params: ImportParams, job: JobHandle): Promise<JobEnd> {
  const thread = await readingThread(params.file, job);
  try {
    return await runWith(params, job, thread);
  } finally {
    await thread?.close();
  }
}

/** A thread of its own for the rows of a file that is long enough to be worth one. */
async function readingThread(file: string, { entry }: JobHandle): Promise<ReadingThread | undefined> {
  if (entry === undefined || (await sizeOf(file)) < WORTH_A_THREAD) return undefined;
  return new ReadingThread(entry);
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    // What is the matter with it is said when it is opened.
    return 0;
  }
}

async function runWith(
  params: ImportParams,
  job: JobHandle,
  thread: ReadingThread | undefined,
): Promise<JobEnd> {
  const rules = await loadPhoneRules();
  if (!rules.hasRegion(params.region)) throw new ImportFault(noSuchRegion(params.region));
  const cancelled = (): boolean => job.cancelled();
  const before = params.onto === undefined ? [] : fieldsOfVersion(job.db, params.onto);
  const remembered = (titles: readonly string[]) => rolesBefore(job, params.node, titles);
  const opened = await openSource(params.file, params, { rules, cancelled, folder: job.folder, remembered });
  const { source, file } = opened;
  try {
    stopIfAsked(job);
    const mapping = mappingOf(source.titles, source.roles, before);
    job.db.pragma(`wal_autocheckpoint = ${PAGES_BEFORE_CHECKPOINT}`);
    const writer = new VersionWriter(job.db, params.version);
    if (thread !== undefined) writer.blocks.onWritten = (blocks) => thread.give(blocks);
    const numbers = growingNumbers();
    if (params.onto !== undefined) {
      for await (const _part of carryEntries(job.db, params.onto, { numbers, writer })) stopIfAsked(job);
    }
    const carried = numbers.take();
    const { region, acceptDoubtful } = params;
    const expected = expectedRows(source);
    const plan: ListPlan = { header: source.header, mapping, region, acceptDoubtful, carried, expected };
    const rows = new StoredRows(writer, {
      mapping,
      reader: new RowReader(rules, plan),
      carried: carried.length,
    });
    const inThread = thread?.read({ file, source: { ...source, records: [] }, plan });
    // Made while the thread reads its first rows: the first of a process takes some 10 ms.
    const counter = new Intl.NumberFormat('en');
    const total: Total = { read: 0, accepted: 0, merged: 0, refused: 0, doubtful: 0 };
    for await (const part of inThread ?? readRows(opened, plan, { rules })) {
      stopIfAsked(job);
      rows.take(part);
      Object.assign(total, part.counts, { doubtful: part.doubtful });
      if (writer.full) for (const _part of writer.flush()) stopIfAsked(job);
      job.progress({ done: part.at, total: source.size });
    }
    const scrubbed = scrub(params, job, { total, writer, mapping, carried: carried.length });
    for (const _part of writer.finish()) stopIfAsked(job);
    const counts = { ...total, scrubbed };
    finish(job, params, { source, mapping, counts, carried: carried.length });
    job.changed('numberLists');
    return { state: 'done', message: sentence(counts, carried.length, counter), result: counts };
  } finally {
    await thread?.close();
    await opened.close();
    await unstage(job.folder, opened.file);
    await unstage(job.folder, params.file);
  }
}

/** Room for more rows is made only when they come. */
const MOST_EXPECTED = 4_000_000;

/** How many rows a file has, by those in its sample. */
function expectedRows({ size, records, whole }: Source): number {
  if (whole) return records.length;
  const sampled = records.reduce((sum, cells) => sum + cells.join(',').length + 2, 0);
  return Math.min(MOST_EXPECTED, Math.ceil((size * records.length) / Math.max(1, sampled)));
}

function stopIfAsked(job: JobHandle): void {
  if (job.cancelled()) throw new Stopped();
}

/** Takes out what must not be called and counts it as refused; returns how much that was. */
function scrub(
  params: ImportParams,
  job: JobHandle,
  of: { total: Total; writer: VersionWriter; mapping: Mapping; carried: number },
): number {
  const { total, writer, mapping, carried } = of;
  if (params.node === '') return 0;
  const doNotCall = new DoNotCall(job.db, params.node);
  if (doNotCall.isEmpty()) return 0;
  const numbers = writer.blocks.numbers();
  const found: Scrubbed = doNotCall.scrub(numbers.toSorted(), job.now());
  if (found.numbers.length === 0) return 0;
  const places = new Map(Array.from(found.numbers, (number, at) => [number, at]));
  const seqs = new Uint32Array(found.numbers.length);
  numbers.forEach((number, at) => {
    const place = places.get(number);
    if (place !== undefined) seqs[place] = at + 1;
  });
  const sourceOf = (at: number): string | null => {
    const source = found.sources[found.sourceOf[at] as number];
    return source === undefined || source.id === null ? null : source.name;
  };
  const explain = scrubbedProblem(mapping, sourceOf);
  for (const _part of writer.withdraw(seqs, { explain, carried })) stopIfAsked(job);
  total.accepted -= seqs.length;
  total.refused += seqs.length;
  return seqs.length;
}

/** `doubtful`: accepted, but possible and not valid. */
interface Total extends Counts {
  doubtful: number;
}

interface End {
  readonly source: Source;
  readonly mapping: Mapping;
  readonly counts: Total & { readonly scrubbed: number };
  readonly carried: number;
}

/** Counts and readiness in one transaction: from here on the version counts. Throws Stopped if it was taken away. */
function finish(job: JobHandle, params: ImportParams, { source, mapping, counts, carried }: End): void {
  const { encoding, delimiter, header, roles, format, sheet } = source;
  const { titles, fieldNames } = mapping;
  const { region } = params;
  const how = { encoding, delimiter, header, titles, roles, format, sheet, region, carried };
  job.db
    .transaction(() => {
      const ready = job.db
        .prepare(
          `update number_list_versions set state = 'ready', read_count = ?, accepted = ?, merged = ?, refused = ?,
             scrubbed = ?, doubtful = ?, dense = ?, fields = ?, mapping = ? where key = ? and state = 'importing'`,
        )
        .run(
          counts.read,
          counts.accepted,
          counts.merged,
          counts.refused,
          counts.scrubbed,
          counts.doubtful,
          counts.scrubbed === 0 ? 1 : 0,
          JSON.stringify(fieldNames),
          JSON.stringify(how),
          params.version,
        );
      const used = job.db
        .prepare(
          `update number_lists set state = 'ready', updated_at = ?, version = version + 1,
             current_version = (select ordinal from number_list_versions where key = ?)
           where id = ? and state <> 'failed' and deleted_at is null`,
        )
        .run(job.now(), params.version, params.list);
      if (ready.changes === 0 || used.changes === 0) throw new Stopped();
      if (params.node !== '' && header && format !== 'vcard') remember(job, params.node, { titles, roles });
    })
    .immediate();
}

/** What the columns of this header became at the account before. */
async function rolesBefore(
  job: JobHandle,
  node: string,
  titles: readonly string[],
): Promise<readonly ColumnRole[] | undefined> {
  const roles = job.db
    .prepare('select roles from import_mappings where node_id = ? and header = ?')
    .pluck()
    .get(node, headerKey(titles)) as string | undefined;
  return roles === undefined ? undefined : (JSON.parse(roles) as ColumnRole[]);
}

function remember(
  job: JobHandle,
  node: string,
  { titles, roles }: { titles: readonly string[]; roles: readonly ColumnRole[] },
): void {
  job.db
    .prepare(
      `insert into import_mappings (node_id, header, roles, used_at) values (?, ?, ?, ?)
       on conflict do update set roles = excluded.roles, used_at = excluded.used_at`,
    )
    .run(node, headerKey(titles), JSON.stringify(roles), job.now());
}

function sentence(
  { read, accepted, merged, refused, scrubbed }: End['counts'],
  carried: number,
  counter: Intl.NumberFormat,
): string {
  const [of, good, same, bad, kept, never] = [
    read - carried,
    accepted,
    merged,
    refused,
    carried,
    scrubbed,
  ].map((count) => counter.format(count));
  const withCare = scrubbed === 0 ? '' : ` (${never} must not be called)`;
  if (carried > 0) {
    return `The list had ${kept} entries and has ${good} now, from ${of} more rows: ${same} merged, ${bad} refused${withCare}.`;
  }
  return `Imported ${good} of ${of} rows: ${same} merged, ${bad} refused${withCare}.`;
}
