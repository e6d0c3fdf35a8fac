import { setImmediate } from 'node:timers/promises';
import type { ScanQuery } from '../../db/logs/scan.ts';
import { type LogStore, openLogStore } from '../../db/logs/store.ts';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { exportColumns } from './columns.ts';
import { logFault } from './faults.ts';
import { FileSet, type FileSetOptions } from './file-set.ts';
import { lineOf } from './lines.ts';
import { writeManifest } from './manifest.ts';
import { manifestName, membersThere, singleName } from './names.ts';
import { PackedLines } from './packed-lines.ts';
import {
  type ExportParams,
  exportParams,
  type ParsedExportParams,
  type ResumePoint,
  resumePoint,
} from './params.ts';
import { publishAll, publishRest, removeParts, type Written } from './publishing.ts';
import { ExportRecord } from './record.ts';
import { retire } from './retire.ts';
import { LineTimes } from './times.ts';
import { endOf, written } from './words.ts';

/** How often an export saves where it is, and how much it reads at a time. */
export interface ExportPace {
  readonly pageRows: number;
  /** Bytes between two points to resume from. */
  readonly saveBytes: number;
}

const PACE: ExportPace = { pageRows: 2_000, saveBytes: 128 * 1_048_576 };
const MARK = '\u{FEFF}';

/**
 * Writes an account's raw log as CSV, in one file or several, with a manifest. Files appear under their names only when
 * all of them are whole; after a crash the job goes on where it last saved. Ends with the counts `rows`, `bytes` and
 * `files`, the `sha256` of the file (of the manifest, if there are several), and the paths `file` and `manifest`; a
 * cancelled or failed export leaves nothing.
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
    record.put({ state: 'failed', rows: 0, bytes: 0 });
    const fault = logFault(error);
    if (fault === null) throw error;
    return { state: 'failed', message: fault.message, result: {} };
  } finally {
    store.close();
  }
}

interface Parts {
  readonly params: ParsedExportParams;
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
  #files: FileSet | null = null;
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
    const { params, job, store } = this.#parts;
    const point = resumePoint.safeParse(job.resume).data;
    if (point?.step === 'publishing' && publishRest(point, params.overwrite)) return this.#done(point);
    const files = this.#begin(point);
    this.#stand('running');
    const times = await LineTimes.of(params.zone);
    const plan = store.plan(this.#query);
    this.#total = plan.total;
    for (const month of plan.months) {
      if (month < this.#at.month) continue;
      const stop = await this.#month(month, files, times);
      if (stop !== null) return this.#stopped(stop, files);
    }
    const whole = files.finish();
    const done = { files: whole, manifest: this.#manifest(whole) };
    job.saveResume({ step: 'publishing', rows: this.#rows, ...done } satisfies ResumePoint);
    publishAll(done, params.overwrite);
    return this.#done(done);
  }

  /** Leaves nothing of this export under a part name. */
  drop(): void {
    const { params, job } = this.#parts;
    this.#files?.close();
    // What was there before the export began is somebody else's.
    if (this.#files === null && job.resume === null) return;
    const { file, gzip, split } = params;
    const members = split === 'none' ? [singleName(file, gzip)] : membersThere(file, gzip).map(finalOf);
    removeParts([...members, manifestName(file, gzip)]);
  }

  /** The files, and in `this` where they end. */
  #begin(point: ResumePoint | undefined): FileSet {
    const options = optionsOf(this.#parts.params);
    const kept = point?.step === 'writing' ? FileSet.resume(options, point.files) : null;
    if (kept !== null && point?.step === 'writing') {
      this.#rows = point.rows;
      this.#at = { month: point.month, key: point.key };
      this.#savedBytes = kept.bytes;
    }
    this.#files = kept ?? FileSet.start(options);
    return this.#files;
  }

  async #month(month: string, files: FileSet, times: LineTimes): Promise<Stop | null> {
    const { params, job, pace, store } = this.#parts;
    const after = month === this.#at.month ? this.#at.key : -1;
    const scan = store.scan(this.#query, { month, after });
    try {
      const { monthStart } = scan;
      const lines = new PackedLines({ ...params, times, monthStart, wordOf: (id) => scan.wordOf(id) }, scan);
      for (;;) {
        // Lets messages in, such as the wish to cancel.
        await setImmediate();
        if (job.closing()) return 'closing';
        if (job.cancelled()) return 'cancelled';
        const page = scan.nextPacked(pace.pageRows);
        files.append(lines.of(page));
        this.#rows += page.rows;
        if (page.rows > 0) this.#at = { month, key: page.key };
        if (files.bytes - this.#savedBytes >= pace.saveBytes) this.#save(files);
        this.#progress(files);
        if (page.rows < pace.pageRows) return null;
      }
    } finally {
      scan.close();
    }
  }

  #save(files: FileSet): void {
    const point: ResumePoint = { step: 'writing', ...this.#at, rows: this.#rows, files: files.keep() };
    this.#savedBytes = files.bytes;
    this.#parts.job.saveResume(point);
    this.#stand('running');
  }

  #manifest(files: Written['files']): Written['manifest'] {
    const { file, gzip, account, accountName, filter, zone, profile, asked } = this.#parts.params;
    const columns = exportColumns(zone).map(({ name }) => name);
    const of = { account: { id: account, name: accountName }, filter, ...(zone === null ? {} : { zone }) };
    return writeManifest(manifestName(file, gzip), { of, profile, columns, asked }, files);
  }

  #stopped(stop: Stop, files: FileSet): JobEnd {
    const result = { rows: this.#rows, bytes: files.bytes };
    if (stop === 'closing') {
      this.#save(files);
      files.close();
      this.#stand('interrupted');
      return endOf('interrupted', result);
    }
    this.drop();
    this.#stand('cancelled');
    return endOf('cancelled', result);
  }

  #done({ files, manifest }: Written): JobEnd {
    const { record, job, params } = this.#parts;
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const [first] = files;
    const one = params.split === 'none' && first !== undefined;
    const { sha256 } = one ? first : manifest;
    record.put({ state: 'done', rows, bytes, sha256, files });
    retire(params.retire, job);
    job.progress({ done: rows, total: rows, message: written(rows, bytes) });
    const file = one ? first.file : manifest.file;
    return endOf('done', { rows, bytes, sha256, file, manifest: manifest.file, files: files.length });
  }

  #stand(state: 'running' | 'interrupted' | 'cancelled'): void {
    this.#parts.record.put({ state, rows: this.#rows, bytes: this.#files?.bytes ?? 0 });
  }

  #progress(files: FileSet): void {
    this.#parts.job.progress({
      done: this.#rows,
      // Messages may come in while the export runs.
      total: Math.max(this.#total, this.#rows),
      message: written(this.#rows, files.bytes),
    });
  }
}

function optionsOf({ file, gzip, split, splitBytes, bom, zone }: ParsedExportParams): FileSetOptions {
  const [first = '', ...others] = exportColumns(zone).map(({ name }) => name);
  return { file, gzip, split, splitBytes, header: lineOf([bom ? MARK + first : first, ...others]) };
}

function finalOf(file: string): string {
  return file.endsWith('.part') ? file.slice(0, -'.part'.length) : file;
}
