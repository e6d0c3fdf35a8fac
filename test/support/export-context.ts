import type { Context, NewJob } from '#main/handlers/handler.ts';
import type { ExportWorkspace } from './export-workspace.ts';
import { NORTH, PERSON } from './export-workspace.ts';

/** What a handler test decides, and what the handler did. */
export interface HandlerContext {
  readonly context: Context;
  readonly jobs: NewJob[];
  /** Nodes whose subtrees the person's rights cover. */
  covered: string[];
  /** Files that the window may write. */
  chosen: (file: string) => boolean;
}

/** The part of a handler's context that logs and exports use, without a service. */
export function handlerContext({ db, folder }: Pick<ExportWorkspace, 'db' | 'folder'>): HandlerContext {
  let last = 0;
  const newId = () => {
    last += 1;
    return `01980000-0000-7000-9000-${String(last).padStart(12, '0')}`;
  };
  const made: HandlerContext = {
    jobs: [],
    covered: [NORTH],
    chosen: () => true,
    context: {
      now: 1_700_000_000_000,
      actor: { id: PERSON, email: 'rhea@example.com' },
      folder,
      newId,
      visible: () => ({ nodes: made.covered, own: null }),
      holds: () => true,
      mayUseFile: (file: string) => made.chosen(file),
      addJob: async (job: NewJob) => {
        made.jobs.push(job);
        const id = newId();
        await db
          .insertInto('jobs')
          .values({
            id,
            realm_id: job.realm,
            node_id: job.node,
            kind: job.kind,
            title: job.title,
            state: 'queued',
            person_id: PERSON,
            command_id: 'command',
            params: JSON.stringify(job.params),
            resume: null,
            result: null,
            subject_id: job.subject,
            done: 0,
            total: job.total,
            unit: job.unit,
            message: '',
            created_at: 0,
            started_at: null,
            ended_at: null,
          })
          .execute();
        return id;
      },
    } as unknown as Context,
  };
  return made;
}
