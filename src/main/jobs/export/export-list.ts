import { MAX_PAGE, type Page } from '#shared/page.ts';
import type { JobEnd, JobHandle, JobRunner } from '../job.ts';
import { ExportFault, logFault } from './faults.ts';
import { FileSet } from './file-set.ts';
import { lineOf } from './lines.ts';
import { type ListExportParams, listExportParams } from './list-params.ts';
import { writeManifest } from './manifest.ts';
import { manifestName, singleName } from './names.ts';
import { type ResumePoint, resumePoint } from './params.ts';
import { publishAll, publishRest, removeParts, type Written } from './publishing.ts';
import { TableLines, tableWriters, textsOf } from './table-lines.ts';
import { endOf, written } from './words.ts';

const MARK = '\u{FEFF}';
/** How often a list that changes under the export is begun anew. */
const MOST_TRIES = 5;

/**
 * Writes a list as its person sees it: page by page through the door, so that each is asked for with the rights of that
 * moment. A list that grew or shrank meanwhile is read again, for its pages would not fit together. The file appears
 * under its name when it is whole; after a crash the list is read from its start. Ends as `exportRawLog` does.
 */
export const exportList: JobRunner<ListExportParams> = async (params, job) => {
  const run = new ListRun(listExportParams().parse(params), job);
  try {
    return await run.run();
  } catch (error) {
    run.drop();
    const fault = logFault(error);
    if (fault === null) throw error;
    return { state: 'failed', message: fault.message, result: {} };
  }
};

type Stop = 'interrupted' | 'cancelled';

class ListRun {
  readonly #params: ListExportParams;
  readonly #job: JobHandle;
  #files: FileSet | null = null;

  constructor(params: ListExportParams, job: JobHandle) {
    this.#params = params;
    this.#job = job;
  }

  async run(): Promise<JobEnd> {
    const { overwrite } = this.#params;
    const point = resumePoint.safeParse(this.#job.resume).data;
    if (point?.step === 'publishing' && publishRest(point, overwrite)) return this.#done(point);
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const whole = await this.#wholeList();
      if (whole === 'interrupted' || whole === 'cancelled') {
        this.drop();
        return endOf(whole, { rows: 0, bytes: 0 });
      }
      if (whole !== 'changed') return this.#publish(whole);
    }
    throw new ExportFault(
      'The list kept changing while it was read, so that no whole copy could be made. Nothing was written; try again when less is going on.',
    );
  }

  /** Leaves nothing under a part name. */
  drop(): void {
    const { file, gzip } = this.#params;
    this.#files?.close();
    if (this.#files !== null || this.#job.resume !== null) {
      removeParts([singleName(file, gzip), manifestName(file, gzip)]);
    }
  }

  /** The list from its start to its end, or why there is none. */
  async #wholeList(): Promise<Written['files'] | Stop | 'changed'> {
    const { file, gzip, bom, profile, columns } = this.#params;
    const [first = '', ...others] = columns.map(({ title }) => title);
    const header = lineOf([bom ? MARK + first : first, ...others]);
    this.#files?.close();
    const files = FileSet.start({ file, gzip, split: 'none', splitBytes: 0, header });
    this.#files = files;
    const writers = tableWriters(profile, columns);
    let total: number | null = null;
    for (let offset = 0; total === null || offset < total; ) {
      if (this.#job.closing()) return 'interrupted';
      if (this.#job.cancelled()) return 'cancelled';
      const page = await this.#page(offset);
      // A search that is not at its end counts only what it found: it goes on when it is asked again.
      const searching = page.more === true;
      if (searching && page.rows < MAX_PAGE) continue;
      if (!searching) total ??= page.total;
      const rows = searching ? MAX_PAGE : Math.min(MAX_PAGE, page.total - offset);
      if (page.rows !== rows || (total !== null && (searching || page.total !== total))) return 'changed';
      const texts = textsOf(page, columns);
      if (typeof texts === 'string') throw new ExportFault(`The list has no column "${texts}".`);
      files.append(new TableLines(writers, texts));
      offset += MAX_PAGE;
      const done = offset - MAX_PAGE + page.rows;
      this.#job.progress({ done, total: Math.max(done, page.total), message: written(done, files.bytes) });
    }
    return files.finish();
  }

  async #page(offset: number): Promise<Page> {
    const { list, input } = this.#params;
    const reply = await this.#job.ask(list, { ...input, offset, limit: MAX_PAGE });
    if (!reply.ok) throw new ExportFault(`${reply.error.message} The unfinished file was removed.`);
    return reply.value as Page;
  }

  #publish(files: Written['files']): JobEnd {
    const { file, gzip, list, input, profile, columns, asked, overwrite } = this.#params;
    const head = { of: { list, input }, profile, columns: columns.map(({ title }) => title), asked };
    const done = { files, manifest: writeManifest(manifestName(file, gzip), head, files) };
    const rows = files.reduce((sum, each) => sum + each.rows, 0);
    this.#job.saveResume({ step: 'publishing', rows, ...done } satisfies ResumePoint);
    publishAll(done, overwrite);
    return this.#done(done);
  }

  #done({ files: [only], manifest }: Written): JobEnd {
    if (only === undefined) throw new Error('There is no file.');
    const { file, rows, bytes, sha256 } = only;
    this.#job.progress({ done: rows, total: rows, message: written(rows, bytes) });
    return endOf('done', { rows, bytes, sha256, file, manifest: manifest.file, files: 1 });
  }
}
