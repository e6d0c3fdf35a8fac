import type { JobState } from '#shared/operations/jobs.ts';
import type { RawStatement } from '../../db/open.ts';
import type { JobHandle } from '../job.ts';
import type { WholeFile } from './file-set.ts';

/** What the history says of a running or ended export. */
interface Standing {
  readonly state: JobState;
  readonly rows: number;
  readonly bytes: number;
  /** Of an export that is done. */
  readonly sha256?: string;
  readonly files?: readonly WholeFile[];
}

/** The export's row in the history. */
export class ExportRecord {
  readonly #job: JobHandle;
  readonly #update: RawStatement;

  constructor(job: JobHandle) {
    this.#job = job;
    this.#update = job.db.prepare(
      `update exports set state = ?, "rows" = ?, bytes = ?, sha256 = ?, files = ?, version = version + 1
       where job_id = ?`,
    );
  }

  put({ state, rows, bytes, sha256 = '', files = [] }: Standing): void {
    this.#update.run(state, rows, bytes, sha256, JSON.stringify(files), this.#job.id);
    this.#job.changed('exports');
  }
}
