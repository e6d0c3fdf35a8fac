import type { LogRow } from '../../db/logs/rows.ts';
import type { RawStatement } from '../../db/open.ts';
import type { JobHandle } from '../job.ts';
import type { LogImportParams, LogResumePoint } from './params.ts';

/** Problems that the report lists at most; all are counted. */
const LISTED = 200_000;

/** A row that was refused, or that the log knew with another text. */
export interface Problem {
  readonly row: number;
  readonly outcome: 'refused' | 'differing';
  readonly reason: string;
  readonly line: string;
}

/** What a batch of rows says besides its messages. */
export interface Batch {
  readonly rows: readonly LogRow[];
  readonly problems: readonly Problem[];
}

interface Seen {
  readonly project: string;
  readonly client: string;
  channel: string;
  first: number;
  last: number;
}

/** What an import writes into `rolecall.db`: its report, its counts, and the clients that it met. */
export class ImportRecord {
  readonly #job: JobHandle;
  readonly #params: LogImportParams;
  readonly #problem: RawStatement;
  readonly #client: RawStatement;
  readonly #counts: RawStatement;

  constructor(job: JobHandle, params: LogImportParams) {
    this.#job = job;
    this.#params = params;
    this.#problem = job.db.prepare('insert into log_import_problems values (?, ?, ?, ?, ?, ?)');
    this.#client = job.db.prepare(
      `insert into log_clients (id, realm_id, account_id, node_id, client, channel, first_at, last_at, version)
       values (?, ?, ?, ?, ?, ?, ?, ?, 1)
       on conflict (node_id, client) do update set
         channel = iif(excluded.last_at >= last_at, excluded.channel, channel),
         first_at = min(first_at, excluded.first_at),
         last_at = max(last_at, excluded.last_at)`,
    );
    this.#counts = job.db.prepare(
      'update log_imports set "read" = ?, added = ?, refused = ?, differing = ? where id = ?',
    );
  }

  /** Notes the hash of the file. */
  checked(sha256: string): void {
    this.#job.db.prepare('update log_imports set sha256 = ? where id = ?').run(sha256, this.#params.import);
  }

  /**
   * Saves what a batch came to, with the point to go on from, all or nothing. What it says of clients is true however
   * often a batch is repeated. `added` counts the whole import.
   */
  save(batch: Batch, point: LogResumePoint, added: number): LogResumePoint {
    const next = { ...point, problems: point.problems + batch.problems.length };
    this.#job.db
      .transaction(() => {
        let seq = point.problems;
        for (const problem of batch.problems) {
          seq += 1;
          if (seq > LISTED) break;
          const { row, outcome, reason, line } = problem;
          this.#problem.run(this.#params.import, seq, row, outcome, reason, line);
        }
        for (const seen of clientsIn(batch.rows)) this.#saw(seen);
        this.#counts.run(next.read, added, next.refused, next.differing, this.#params.import);
        this.#job.saveResume(next);
      })
      .immediate();
    return next;
  }

  #saw({ project, client, channel, first, last }: Seen): void {
    const { realm, account } = this.#params;
    this.#client.run(this.#job.newId(), realm, account, project, client, channel, first, last);
  }
}

function clientsIn(rows: readonly LogRow[]): Iterable<Seen> {
  const clients = new Map<string, Seen>();
  for (const { project, client, channel, at } of rows) {
    const name = `${project} ${client}`;
    const seen = clients.get(name);
    if (seen === undefined) {
      clients.set(name, { project, client, channel, first: at, last: at });
      continue;
    }
    if (at >= seen.last) {
      seen.last = at;
      seen.channel = channel;
    }
    if (at < seen.first) seen.first = at;
  }
  return clients.values();
}
