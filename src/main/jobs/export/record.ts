import type { JobState } from '#shared/operations/jobs.ts';
import type { RawStatement } from '../../db/open.ts';
import type { JobHandle } from '../job.ts';

/** What the history says of a running or ended export. */
export interface Standing {
  readonly state: JobState;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** The export's row in the history. */
export class ExportRecord {
  readonly #job: JobHandle;
  readonly #update: RawStatement;

  constructor(job: JobHandle) {
    this.#job = job;
    this.#update = job.db.prepare(
      `update exports set state = ?, "rows" = ?, bytes = ?, sha256 = ?, version = version + 1 where job_id = ?`,
    );
  }

  put({ state, rows, bytes, sha256 }: Standing): void {
    this.#update.run(state, rows, bytes, sha256, this.#job.id);
    this.#job.changed('exports');
  }
}
