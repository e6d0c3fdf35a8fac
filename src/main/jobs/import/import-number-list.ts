import type { FileHandle } from 'node:fs/promises';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { loadPhoneRules } from '../phone/normalise.ts';
import { type Mapping, mappingOf } from './columns.ts';
import { discardImport } from './discard.ts';
import { faultMessage, ImportFault } from './fault.ts';
import { type Counts, ListImport, type RowSink } from './list-import.ts';
import { type ImportParams, importParams } from './params.ts';
import { noSuchRegion } from './preview.ts';
import { openSource, type Source, textOf } from './source.ts';
import { VersionWriter } from './writer.ts';

/** Thrown inside to leave the work at any depth; never leaves this file. */
class Stopped extends Error {}

/**
 * Imports a CSV file into a list that the command made in state 'importing'. Every row is accounted for: accepted,
 * merged into an earlier row with the same number, or refused, each of the latter two with a problem. The list is
 * ready at the very end; a cancelled, failed or interrupted import leaves nothing of it. Ends with the counts `read`,
 * `accepted`, `merged` and `refused`. Progress is in bytes.
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
    job.db.pragma('synchronous = FULL');
    discardImport(job.db, version, job.now());
  } catch (error) {
    // A full or failing disk: the list stays hidden in state 'importing', and the next start takes it back.
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
  const rules = await loadPhoneRules();
  if (!rules.hasRegion(params.region)) throw new ImportFault(noSuchRegion(params.region));
  const cancelled = (): boolean => job.cancelled();
  const { source, handle } = await openSource(params.file, params, { rules, cancelled });
  try {
    if (job.cancelled()) throw new Stopped();
    const mapping = mappingOf(source.titles, source.roles);
    // Rows of a list that is not ready may be lost by a power cut; the last transaction syncs them with itself.
    job.db.pragma('synchronous = NORMAL');
    const writer = new VersionWriter(job.db, params.version);
    const list = new ListImport({ source, mapping, region: params.region }, rules, sinkOf(writer, mapping));
    await readAll({ handle, source, list, writer, job });
    for (const _part of writer.writeNumbers(list.numbers)) {
      if (job.cancelled()) throw new Stopped();
    }
    job.db.pragma('synchronous = FULL');
    finish(job, params, { source, mapping, counts: list.counts });
    job.changed('numberLists');
    return { state: 'done', message: sentence(list.counts), result: { ...list.counts } };
  } finally {
    await handle.close();
  }
}

interface Work {
  readonly handle: FileHandle;
  readonly source: Source;
  readonly list: ListImport;
  readonly writer: VersionWriter;
  readonly job: JobHandle;
}

async function readAll({ handle, source, list, writer, job }: Work): Promise<void> {
  for await (const { text, bytes } of textOf(handle, source)) {
    if (job.cancelled()) throw new Stopped();
    list.push(text);
    if (writer.full) writer.flush();
    job.progress({ done: bytes, total: source.size });
  }
  list.end();
  writer.flush();
}

/** Stores what becomes of each row; remembers in a byte per entry whether a duplicate could add something to it. */
function sinkOf(writer: VersionWriter, mapping: Mapping): RowSink {
  let gaps = new Uint8Array(1_024);
  const column = mapping.titles[mapping.number] as string;
  return {
    accepted(row, good) {
      const seq = writer.nextSeq;
      if (seq >= gaps.length) {
        const longer = new Uint8Array(gaps.length * 2);
        longer.set(gaps);
        gaps = longer;
      }
      gaps[seq] = good.gaps ? 1 : 0;
      writer.addEntry(good, row);
    },
    merged(row, good, into) {
      let filled = false;
      if (gaps[into.seq] === 1) {
        const merged = writer.fill(into.seq, good, mapping.fields.length);
        filled = merged.filled;
        gaps[into.seq] = merged.gaps ? 1 : 0;
      }
      writer.addProblem({
        row,
        outcome: 'merged',
        column,
        value: `+${good.number}`,
        reason: `Row ${into.row} has the same number; it was kept${filled ? ' and what it lacked was filled from this row' : ''}.`,
        suggestion: 'Nothing to do.',
      });
    },
    refused(row, { column: title, value, reason, suggestion }) {
      writer.addProblem({ row, outcome: 'refused', column: title, value, reason, suggestion });
    },
  };
}

/** Counts and readiness in one transaction: from here on the list is there. Throws Stopped if it was taken away. */
function finish(
  job: JobHandle,
  params: ImportParams,
  end: { source: Source; mapping: Mapping; counts: Counts },
): void {
  const { source, mapping, counts } = end;
  const fields = mapping.fields.map((index) => mapping.titles[index]);
  const { encoding, delimiter, header, roles } = source;
  job.db
    .transaction(() => {
      job.db
        .prepare(
          `update number_list_versions set read_count = ?, accepted = ?, merged = ?, refused = ?, fields = ?,
             mapping = ? where key = ?`,
        )
        .run(
          counts.read,
          counts.accepted,
          counts.merged,
          counts.refused,
          JSON.stringify(fields),
          JSON.stringify({ encoding, delimiter, header, titles: mapping.titles, roles }),
          params.version,
        );
      const ready = job.db
        .prepare(
          `update number_lists set state = 'ready', updated_at = ?, version = version + 1
           where id = ? and state = 'importing' and deleted_at is null`,
        )
        .run(job.now(), params.list);
      if (ready.changes === 0) throw new Stopped();
    })
    .immediate();
}

function sentence({ read, accepted, merged, refused }: Counts): string {
  const [of, good, same, bad] = [read, accepted, merged, refused].map((count) => count.toLocaleString('en'));
  return `Imported ${good} of ${of} rows: ${same} merged, ${bad} refused.`;
}
