import type { Rights } from '#shared/authz/rights.ts';
import { findOperation } from '#shared/operations/index.ts';
import { fail, type Reply } from '#shared/reply.ts';
import type { JobsTable } from '../db/tables/system.ts';
import { isList, rightToExport } from '../jobs/export/list-right.ts';
import type { JobHost } from './job-host.ts';
import type { Caller } from './sessions.ts';

interface Surroundings {
  readonly rights: Rights;
  readonly now: () => number;
  /** The one door. */
  dispatch(caller: Caller, operation: string, input: unknown): Promise<Reply<unknown>>;
}

/** Holds jobs to what their persons may do at the moment, not only when they asked for them. */
export class JobRights {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Asks the door as a job's person: a list, page by page. */
  async ask(job: JobsTable, name: string, input: unknown): Promise<Reply<unknown>> {
    const operation = findOperation(name);
    const parsed = operation?.input.safeParse(input);
    if (operation === undefined || !isList(operation) || parsed?.success !== true) {
      return fail(
        'invalid-input',
        `A job may ask for lists only; "${name}" is none, or was not asked as one.`,
      );
    }
    const permission = rightToExport(operation);
    const entitled =
      permission === null ||
      operation.targets(parsed.data).every(({ kind, id }) => {
        const place = { node: id };
        const { rights, now } = this.#around;
        return kind === 'node' && rights.allows({ person: job.person_id, permission, place, now: now() });
      });
    if (!entitled) return fail('denied', `${operation.title}: you may not export this list any more.`);
    const onBehalfOf = { person: job.person_id, email: '' };
    return this.#around.dispatch({ id: `job:${job.id}`, kind: 'service', onBehalfOf }, name, input);
  }

  /** Ends exports of raw logs whose persons may not make them any more; nothing of them is left. */
  stopUnentitled(jobs: JobHost): void {
    for (const { id, kind, person_id: person, node_id: node } of jobs.running()) {
      const asked = {
        person,
        permission: 'rawLogs.export',
        place: { node },
        now: this.#around.now(),
      } as const;
      if (kind === 'export-raw-log' && !this.#around.rights.allows(asked)) jobs.tell(id, 'cancel');
    }
  }
}
