import { BLOCK_NUMBERS, packNumbers } from '#main/db/number-blocks.ts';
import { z } from '#shared/zod.ts';
import type { ByteCells } from '../import/byte-cells.ts';
import { looksLikePhone, mappingOf } from '../import/columns.ts';
import { faultMessage, ImportFault, Stopped } from '../import/fault.ts';
import { readingParams } from '../import/params.ts';
import { noSuchRegion } from '../import/preview.ts';
import { eachRecord } from '../import/records.ts';
import { openSource, type Source } from '../import/source.ts';
import { unstage } from '../import/staging.ts';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { loadPhoneRules, type PhoneRules } from '../phone/normalise.ts';
import { dropOthers } from './drop-unfinished.ts';

const params = z.object({
  /** The source's compact key. */
  source: z.number(),
  /** What the file is called in the console. */
  name: z.string(),
  file: z.string(),
  ...readingParams,
});
type Params = z.output<typeof params>;

/** More than any country has numbers on such a list. */
const MOST_NUMBERS = 300_000_000;
/** Rows that are no numbers, named in the job's message. */
const NAMED = 5;
/** Blocks written in one transaction: some milliseconds. */
const BLOCKS_AT_ONCE = 200;

/**
 * Puts the numbers of a file in the place of what an earlier file gave a do-not-call source. Until it has ended the
 * earlier data counts; a cancelled or failed import changes nothing. Ends with the counts `read`, `kept`, `same` and
 * `refused`. Progress is in bytes.
 */
export const importDoNotCall: JobRunner<Params> = async (asked, job) => {
  const given = params.parse(asked);
  try {
    return await run(given, job);
  } catch (error) {
    dropOthers(job.db, given.source);
    if (error instanceof Stopped) {
      const why = job.closing() ? 'The console was closed.' : 'Cancelled.';
      const state = job.closing() ? 'interrupted' : 'cancelled';
      return { state, message: `${why} The earlier data of the source counts as before.`, result: {} };
    }
    const message = faultMessage(error);
    if (message === null) throw error;
    return { state: 'failed', message, result: {} };
  }
};

/** A growing row of numbers. */
class Gathered {
  #numbers = new Float64Array(65_536);
  #count = 0;

  add(number: number): void {
    if (this.#count === MOST_NUMBERS) throw new ImportFault('The file has more than 300 million numbers.');
    if (this.#count === this.#numbers.length) {
      const longer = new Float64Array(this.#numbers.length * 2);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#count++] = number;
  }

  /** All of them ascending, each once. */
  distinct(): Float64Array {
    // oxlint-disable-next-line unicorn/no-array-sort -- in place: ten million numbers are 80 MB.
    const sorted = this.#numbers.subarray(0, this.#count).sort();
    let kept = 0;
    for (let at = 0; at < sorted.length; at++) {
      if (at === 0 || sorted[at] !== sorted[kept - 1]) sorted[kept++] = sorted[at] as number;
    }
    return sorted.subarray(0, kept);
  }
}

async function run(given: Params, job: JobHandle): Promise<JobEnd> {
  const rules = await loadPhoneRules();
  if (!rules.hasRegion(given.region)) throw new ImportFault(noSuchRegion(given.region));
  const cancelled = (): boolean => job.cancelled();
  const opened = await openSource(given.file, given, { rules, cancelled, folder: job.folder });
  try {
    const gathered = new Gathered();
    const counts = { read: 0, refused: 0 };
    const named: number[] = [];
    await eachRecord(opened, {
      row: takerOf({ source: opened.source, given, rules }, (number, row) => {
        counts.read += 1;
        if (number > 0) return gathered.add(number);
        counts.refused += 1;
        if (named.length < NAMED) named.push(row);
      }),
      looksLikeRow: (cells) => cells.some(looksLikePhone),
      progress: (bytes) => {
        if (job.cancelled()) throw new Stopped();
        job.progress({ done: bytes, total: opened.source.size });
      },
    });
    const numbers = gathered.distinct();
    if (numbers.length === 0) {
      throw new ImportFault('No row of the file holds a phone number. The earlier data counts as before.');
    }
    write(job, given, numbers);
    const kept = numbers.length;
    const same = counts.read - counts.refused - kept;
    job.changed('doNotCall');
    const message = sentence({ ...counts, kept, same }, named);
    return { state: 'done', message, result: { ...counts, kept, same } };
  } finally {
    await opened.close();
    await unstage(job.folder, opened.file);
  }
}

/** Reads the number of each record: -1 if it has none. Any number that could be dialled counts, valid or not. */
function takerOf(
  { source, given, rules }: { source: Source; given: Params; rules: PhoneRules },
  take: (number: number, row: number) => void,
): (cells: ByteCells) => void {
  const mapping = mappingOf(source.titles, source.roles);
  let row = 0;
  return (cells) => {
    row += 1;
    if (row === 1 && source.header) return;
    const verdict = rules.normalise(cells.text(mapping.number), given.region);
    const digits = verdict.outcome === 'refused' ? verdict.doubtful : verdict.digits;
    take(digits === undefined || digits.length > 15 ? -1 : Number(digits), row);
  };
}

function write(job: JobHandle, given: Params, numbers: Float64Array): void {
  const { db } = job;
  const { batch } = db
    .prepare('select batch + 1 as batch from do_not_call_sources where key = ?')
    .get(given.source) as { batch: number };
  // An import that was cut off may have left its blocks.
  dropOthers(db, given.source);
  const insert = db.prepare(
    'insert into do_not_call_blocks (source_key, batch, first, last, data) values (?, ?, ?, ?, ?)',
  );
  const step = BLOCK_NUMBERS * BLOCKS_AT_ONCE;
  for (let from = 0; from < numbers.length; from += step) {
    if (job.cancelled()) throw new Stopped();
    db.transaction(() => {
      for (let at = from; at < Math.min(from + step, numbers.length); at += BLOCK_NUMBERS) {
        const part = numbers.subarray(at, at + BLOCK_NUMBERS);
        insert.run(given.source, batch, part[0], part.at(-1), packNumbers(part));
      }
    }).immediate();
  }
  const switched = db
    .prepare(
      `update do_not_call_sources set batch = ?, filed = ?, file_name = ?, refreshed_at = ?, updated_at = ?,
         version = version + 1 where key = ? and deleted_at is null and job_id = ?`,
    )
    .run(batch, numbers.length, given.name, job.now(), job.now(), given.source, job.id);
  if (switched.changes === 0) throw new Stopped();
  dropOthers(db, given.source);
}

function sentence(
  counts: { read: number; kept: number; same: number; refused: number },
  named: readonly number[],
): string {
  const [read, kept, same] = [counts.read, counts.kept, counts.same].map((n) => n.toLocaleString('en'));
  const bad =
    counts.refused === 0
      ? 'every row was a number'
      : `${counts.refused.toLocaleString('en')} rows were no numbers (${counts.refused > NAMED ? 'the first in rows' : 'in rows'} ${named.join(', ')})`;
  return `${kept} numbers from ${read} rows: ${same} came more than once, ${bad}.`;
}
