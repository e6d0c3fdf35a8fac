import { setImmediate } from 'node:timers/promises';
import type { ScanQuery } from '../../db/logs/scan.ts';
import { type LogStore, openLogStore } from '../../db/logs/store.ts';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { cellEncoder } from './cells.ts';
import { logFault } from './faults.ts';
import { HEADER, lineEncoder } from './lines.ts';
import { type ExportParams, exportParams, type ResumePoint, resumePoint } from './params.ts';
import { type Finished, holds, PartFile, publish, removePart } from './part-file.ts';
import { ExportRecord } from './record.ts';

/** How often an export saves where it is, and how much it reads at a time. */
export interface ExportPace {
  readonly pageRows: number;
  /** Bytes between two points to resume from. */
  readonly saveBytes: number;
}

const PACE: ExportPace = { pageRows: 2_000, saveBytes: 128 * 1_048_576 };

/**
 * Writes an account's raw log as CSV. The file appears under its name only when it is whole; after a crash the job
 * goes on where it last saved. Ends with the counts `rows` and `bytes`, the `sha256` of the file and its `file` path;
 * a cancelled or failed export leaves nothing.
 */
export const exportRawLog: JobRunner<ExportParams> = (params, job) => runExport(params, job, PACE);

/** `exportRawLog` at another pace. */
export async function runExport(params: ExportParams, job: JobHandle, pace: ExportPace): Promise<JobEnd> {
  const asked = exportParams.parse(params);
  const record = new ExportRecord(job);
  const store = openLogStore(job.folder);
  const run = new ExportRun({ params: asked, job, pace, record, store });
  try {
    return await run.run();
  } catch (error) {
    run.drop();
    record.put({ state: 'failed', rows: 0, bytes: 0, sha256: '' });
    const fault = logFault(error);
    if (fault === null) throw error;
    return { state: 'failed', message: fault.message, result: {} };
  } finally {
    store.close();
  }
}

interface Parts {
  readonly params: ExportParams;
  readonly job: JobHandle;
  readonly pace: ExportPace;
  readonly record: ExportRecord;
  readonly store: LogStore;
}

type Stop = 'closing' | 'cancelled';

/** One run of an export: from the start or a saved point to the end or a stop. */
class ExportRun {
  readonly #parts: Parts;
  readonly #query: ScanQuery;
  #part: PartFile | null = null;
  #rows = 0;
  #total = 0;
  /** The last row that was written. */
  #at: { month: string; key: number } = { month: '', key: -1 };
  #savedBytes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { account, filter } = parts.params;
    this.#query = { scope: { account, projects: null }, filter };
  }

  async run(): Promise<JobEnd> {
    const { params, job } = this.#parts;
    const point = resumePoint.safeParse(job.resume).data;
    if (point?.step === 'publishing') {
      const ended = this.#publishAgain(point);
      if (ended !== null) return ended;
    }
    const part = this.#begin(point);
    this.#stand('running');
    const plan = this.#parts.store.plan(this.#query);
    this.#total = plan.total;
    for (const month of plan.months) {
      if (month < this.#at.month) continue;
      const stop = await this.#month(month, part);
      if (stop !== null) return this.#stopped(stop, part);
    }
    const finished = part.finish();
    const done = { ...finished, rows: this.#rows };
    job.saveResume({ step: 'publishing', ...done } satisfies ResumePoint);
    publish(params.file, params.overwrite);
    return this.#done(done);
  }

  /** Leaves nothing of this export under the part name. */
  drop(): void {
    const { params, job } = this.#parts;
    this.#part?.close();
    // What was there before the export began is somebody else's.
    if (this.#part !== null || job.resume !== null) removePart(params.file);
  }

  /** The part file, and in `this` where it ends. */
  #begin(point: ResumePoint | undefined): PartFile {
    const { file } = this.#parts.params;
    const kept = point?.step === 'writing' ? PartFile.resume(file, point.bytes) : null;
    if (kept !== null && point?.step === 'writing') {
      this.#rows = point.rows;
      this.#at = { month: point.month, key: point.key };
      this.#savedBytes = point.bytes;
      this.#part = kept;
      return kept;
    }
    const part = PartFile.start(file);
    this.#part = part;
    part.write(HEADER);
    return part;
  }

  async #month(month: string, part: PartFile): Promise<Stop | null> {
    const { params, job, pace, store } = this.#parts;
    const after = month === this.#at.month ? this.#at.key : -1;
    const scan = store.scan(this.#query, { month, after });
    try {
      const line = lineEncoder({
        cell: cellEncoder(params.profile),
        account: params.account,
        projects: params.projects,
        monthStart: scan.monthStart,
        wordOf: (id) => scan.wordOf(id),
      });
      for (;;) {
        // Lets messages in, such as the wish to cancel.
        await setImmediate();
        if (job.closing()) return 'closing';
        if (job.cancelled()) return 'cancelled';
        const rows = scan.next(pace.pageRows);
        for (const row of rows) part.write(line(row));
        this.#rows += rows.length;
        const last = rows.at(-1);
        if (last !== undefined) this.#at = { month, key: last[0] };
        if (part.bytes - this.#savedBytes >= pace.saveBytes) this.#save(part);
        this.#progress(part);
        if (rows.length < pace.pageRows) return null;
      }
    } finally {
      scan.close();
    }
  }

  #save(part: PartFile): void {
    part.keep();
    this.#savedBytes = part.bytes;
    const point: ResumePoint = { step: 'writing', ...this.#at, rows: this.#rows, bytes: part.bytes };
    this.#parts.job.saveResume(point);
    this.#stand('running');
  }

  #stopped(stop: Stop, part: PartFile): JobEnd {
    const result = { rows: this.#rows, bytes: part.bytes };
    if (stop === 'closing') {
      this.#save(part);
      part.close();
      this.#stand('interrupted');
      return { state: 'interrupted', message: 'The export goes on when Rolecall is started again.', result };
    }
    this.drop();
    this.#stand('cancelled');
    return {
      state: 'cancelled',
      message: 'The export was cancelled; the unfinished file was removed.',
      result,
    };
  }

  /** Ends an export whose part file was whole when the console died; null if that file is lost. */
  #publishAgain(point: Finished & { readonly rows: number }): JobEnd | null {
    const { file, overwrite } = this.#parts.params;
    this.#rows = point.rows;
    this.#total = point.rows;
    if (holds(file, 'part', point)) publish(file, overwrite);
    else if (!holds(file, 'final', point)) return null;
    return this.#done(point);
  }

  #done(done: Finished & { readonly rows: number }): JobEnd {
    const { rows, bytes, sha256 } = done;
    this.#parts.record.put({ state: 'done', rows, bytes, sha256 });
    const { file } = this.#parts.params;
    this.#parts.job.progress({ done: rows, total: rows, message: written(rows, bytes) });
    return {
      state: 'done',
      message: `The export is done: ${written(rows, bytes)} in ${file}.`,
      result: { rows, bytes, sha256, file },
    };
  }

  #stand(state: 'running' | 'interrupted' | 'cancelled'): void {
    const bytes = this.#part?.bytes ?? 0;
    this.#parts.record.put({ state, rows: this.#rows, bytes, sha256: '' });
  }

  #progress(part: PartFile): void {
    this.#parts.job.progress({
      done: this.#rows,
      // Messages may come in while the export runs.
      total: Math.max(this.#total, this.#rows),
      message: written(this.#rows, part.bytes),
    });
  }
}

const COUNT = new Intl.NumberFormat('en-US');
const MEGABYTES = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function written(rows: number, bytes: number): string {
  return `${COUNT.format(rows)} ${rows === 1 ? 'row' : 'rows'}, ${MEGABYTES.format(bytes / 1_000_000)} MB`;
}
