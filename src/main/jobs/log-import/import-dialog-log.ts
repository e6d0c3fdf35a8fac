import { setImmediate } from 'node:timers/promises';
import type { LogRow } from '../../db/logs/rows.ts';
import { NewerLogError } from '../../db/logs/schema.ts';
import { type LogStore, openLogStore } from '../../db/logs/store.ts';
import { decoderOf } from '../import/encoding.ts';
import { faultMessage, ImportFault } from '../import/fault.ts';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { lookAt, type OpenedFile, piecesOf } from './bytes.ts';
import { checkFile } from './check.ts';
import { type Description, describeFile } from './describe.ts';
import {
  type LogImportParams,
  type LogResumePoint,
  logImportParams,
  logResumePoint,
  projectNames,
} from './params.ts';
import { ImportRecord, type Problem } from './record.ts';
import { recordCheck, recordReader } from './records.ts';
import { needAll } from './roles.ts';
import { RowMaker } from './row-maker.ts';

/** How much an import takes at a time, and where it puts it. */
export interface ImportPace {
  /** Rows between two points to go on from. */
  readonly batchRows: number;
  readonly openStore: (folder: string) => LogStore;
}

const PACE: ImportPace = { batchRows: 10_000, openStore: openLogStore };
/** A batch ends early once its texts have so many characters. */
const BATCH_CHARACTERS = 16_777_216;

/**
 * Imports a file of messages into an account's log: JSON Lines or CSV, also as gzip. The file is checked as a whole
 * before its first row goes in. Every row is accounted for: added, known by its message id, or refused with a reason
 * in the report. After a crash it goes on at the last saved row, and what went in already is known, so that nothing is
 * lost or there twice. A cancelled import keeps what it added. Ends with the counts `read`, `added`, `known`,
 * `differing` (known with another text or time) and `refused`. Progress is in bytes of the file.
 */
export const importDialogLog: JobRunner<LogImportParams> = (params, job) => runLogImport(params, job, PACE);

/** `importDialogLog` at another pace. */
export async function runLogImport(
  params: LogImportParams,
  job: JobHandle,
  pace: ImportPace,
): Promise<JobEnd> {
  const asked = logImportParams.parse(params);
  const store = pace.openStore(job.folder);
  const run = new LogImport({ params: asked, job, pace, store });
  try {
    return await run.run();
  } catch (error) {
    const message = error instanceof NewerLogError ? error.message : logFault(error, run.row);
    if (message === null) throw error;
    return { state: 'failed', message, result: run.counts() };
  } finally {
    store.close();
    job.changed('logImports', 'dialogLogs', 'clients');
  }
}

/** Plain words for what stopped an import after a row; null for a bug. */
function logFault(error: unknown, row: number): string | null {
  if (error instanceof ImportFault) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const there =
    row === 0
      ? 'Nothing was imported'
      : `What the file has up to row ${row.toLocaleString('en')} is in the log, each message once`;
  const again = 'import the file again: what is there already is left as it is';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return `The disk became full. ${there}. Make room, and ${again}.`;
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return `Another program holds the log's file. ${there}. Close that program, and ${again}.`;
  }
  if (
    code.startsWith('SQLITE_IOERR') ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN')
  ) {
    return `The log could not be written: its disk reports an error. ${there}. Mend that, and ${again}.`;
  }
  const words = faultMessage(error);
  return words === null ? null : `${words} ${there}.`;
}

interface Parts {
  readonly params: LogImportParams;
  readonly job: JobHandle;
  readonly pace: ImportPace;
  readonly store: LogStore;
}

type Stop = 'closing' | 'cancelled';

/** One run of an import: from the start or a saved point to the end or a stop. */
class LogImport {
  readonly #parts: Parts;
  readonly #record: ImportRecord;
  #point: LogResumePoint | null = null;
  #rows: LogRow[] = [];
  #rowOf = new Map<LogRow, { row: number; line: () => string }>();
  #problems: Problem[] = [];
  #characters = 0;
  #read = 0;
  #refused = 0;
  #lastRow = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#record = new ImportRecord(parts.job, parts.params);
  }

  /** The row up to which all is saved. */
  get row(): number {
    return this.#point?.row ?? 0;
  }

  counts(): Record<string, number> {
    const { read = 0, refused = 0, differing = 0 } = this.#point ?? {};
    const added = this.#added();
    return { read, added, known: read - refused - added, differing, refused };
  }

  async run(): Promise<JobEnd> {
    const { params, job } = this.#parts;
    const opened = await lookAt(params.file);
    const begun = logResumePoint.safeParse(job.resume).data ?? null;
    if (begun !== null) {
      this.#point = begun;
      this.#sameFile(opened, begun);
    }
    const description = await this.#describe(opened, begun);
    if (description === null) return this.#stopped(job.closing() ? 'closing' : 'cancelled');
    const point = this.#point as LogResumePoint;
    this.#read = point.read;
    this.#refused = point.refused;
    const stop = await this.#readAll(opened, description);
    if (stop !== null) return this.#stopped(stop);
    const counts = this.counts();
    job.progress({ done: opened.size, total: opened.size });
    return { state: 'done', message: sentence(counts), result: counts };
  }

  #sameFile({ size, modified }: OpenedFile, point: LogResumePoint): void {
    if (size === point.size && modified === point.modified) return;
    throw new ImportFault(
      `The file was changed while it was being imported. What it had up to row ${point.row.toLocaleString('en')} is in the log; import it again, and what is there already is left as it is.`,
    );
  }

  /** How the file is read, after every byte of it was looked at; null if asked to stop. */
  async #describe(opened: OpenedFile, begun: LogResumePoint | null): Promise<Description | null> {
    const { params, job } = this.#parts;
    const { file, reading } = params;
    if (begun !== null) {
      const { encoding, unit } = begun;
      const again = { ...reading, ...(unit === null ? {} : { timeUnit: unit }) };
      return describeFile(file, opened, { reading: again, encoding, now: job.now() });
    }
    const checked = await checkFile(file, opened, {
      encoding: reading.encoding,
      stop: () => job.cancelled(),
      progress: () => job.progress({ done: 0, total: opened.size, message: 'Checking the file' }),
    });
    if (checked === null) return null;
    const { encoding, sha256 } = checked;
    const description = await describeFile(file, opened, { reading, encoding, now: job.now() });
    needAll(description.roles);
    await this.#checkRecords(opened, description);
    if (job.cancelled()) return null;
    this.#record.checked(sha256);
    const { size, modified } = opened;
    const { unit } = description;
    this.#point = { row: 0, read: 0, refused: 0, differing: 0, problems: 0, size, modified, encoding, unit };
    return description;
  }

  async #checkRecords(opened: OpenedFile, description: Description): Promise<void> {
    if (description.format === 'jsonl') return;
    const { params, job } = this.#parts;
    const check = recordCheck(description);
    const decoder = decoderOf(description.encoding);
    for await (const { bytes } of piecesOf(params.file, opened)) {
      if (job.cancelled()) return;
      check.push(decoder.decode(bytes));
    }
    check.push(decoder.end());
    check.end();
  }

  async #readAll(opened: OpenedFile, description: Description): Promise<Stop | null> {
    const { params, job } = this.#parts;
    const maker = new RowMaker({
      account: params.account,
      projects: projectNames(params.projects),
      project: params.reading.project,
      roles: description.roles,
      unit: description.unit,
      now: job.now(),
      keptFrom: params.keptFrom,
    });
    const decoder = decoderOf(description.encoding);
    const reader = recordReader(description, { maker, skip: this.row }, (made, row, line) => {
      this.#lastRow = row;
      this.#read += 1;
      if (made.row === null) {
        this.#refused += 1;
        this.#problems.push({ row, outcome: 'refused', reason: made.reason, line: line() });
        return;
      }
      this.#rows.push(made.row);
      this.#rowOf.set(made.row, { row, line });
      this.#characters += made.row.text.length + made.row.extra.length;
    });
    for await (const { bytes, position } of piecesOf(params.file, opened)) {
      // Lets messages in, such as the wish to cancel.
      await setImmediate();
      if (job.closing()) return 'closing';
      if (job.cancelled()) return 'cancelled';
      reader.push(decoder.decode(bytes));
      if (this.#isFull()) this.#save();
      job.progress({ done: position, total: opened.size, message: this.#words() });
    }
    reader.push(decoder.end());
    reader.end();
    this.#sameFile(await lookAt(params.file), this.#point as LogResumePoint);
    this.#save();
    return null;
  }

  #isFull(): boolean {
    return (
      this.#rows.length + this.#problems.length >= this.#parts.pace.batchRows ||
      this.#characters >= BATCH_CHARACTERS
    );
  }

  /** Puts what was gathered into the log, then into the report: each may be repeated without harm. */
  #save(): void {
    const { params, store } = this.#parts;
    const differing: Problem[] = [];
    const rows = this.#rows;
    store.append(
      { account: params.account, rows },
      {
        id: params.import,
        differs: (row) => {
          const at = this.#rowOf.get(row);
          differing.push({
            row: at?.row ?? 0,
            outcome: 'differing',
            reason: `The log knows message ${row.id} with another text or time; it was left as it was.`,
            line: at?.line() ?? '',
          });
        },
      },
    );
    const before = this.#point as LogResumePoint;
    const problems = [...this.#problems, ...differing].toSorted((one, other) => one.row - other.row);
    this.#point = this.#record.save(
      { rows, problems },
      {
        ...before,
        row: this.#lastRow,
        read: this.#read,
        refused: this.#refused,
        differing: before.differing + differing.length,
      },
      this.#added(),
    );
    this.#rows = [];
    this.#rowOf = new Map();
    this.#problems = [];
    this.#characters = 0;
    this.#parts.job.changed('dialogLogs', 'logImports', 'clients');
  }

  #added(): number {
    const { params, store } = this.#parts;
    return store.importAdded(params.account, params.import);
  }

  #words(): string {
    return `${this.#read.toLocaleString('en')} rows read, ${this.#refused.toLocaleString('en')} refused`;
  }

  #stopped(stop: Stop): JobEnd {
    const result = this.counts();
    if (stop === 'closing') {
      return { state: 'interrupted', message: 'The import goes on when Rolecall is started again.', result };
    }
    const kept =
      this.row === 0
        ? 'Nothing was imported.'
        : `What the file has up to row ${this.row.toLocaleString('en')} stays in the log.`;
    return { state: 'cancelled', message: `Cancelled. ${kept}`, result };
  }
}

function sentence(counts: Record<string, number>): string {
  const word = (name: string) => (counts[name] ?? 0).toLocaleString('en');
  const differing =
    (counts['differing'] ?? 0) === 0 ? '' : ` (${word('differing')} of them with another text or time)`;
  return `Read ${word('read')} rows: ${word('added')} added, ${word('known')} known already${differing}, ${word('refused')} refused.`;
}
