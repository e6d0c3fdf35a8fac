import type { ServiceEvent } from '#shared/events.ts';
import type { Job } from '#shared/operations/jobs.ts';

const GOING = new Set<Job['state']>(['queued', 'running']);

/** What a job does, and what becomes of it when Rolecall quits. */
const ON_QUIT: Readonly<Record<Job['kind'], readonly [one: string, many: string, then: string]>> = {
  broadcast: [
    'voice broadcast',
    'voice broadcasts',
    'No call is placed while Rolecall is closed: a running broadcast is suspended until somebody resumes it.',
  ],
  'import-number-list': [
    'import',
    'imports',
    'An import that is not finished is taken back as a whole; import the file again.',
  ],
  'export-raw-log': ['export', 'exports', 'An export goes on when Rolecall is started again.'],
  'export-list': ['export of a list', 'exports of lists', 'It begins again when Rolecall is started again.'],
};

/** Whether quitting would cut a job off. A broadcast that has called nobody yet waits for its time. */
function isGoing({ state, kind, done }: Job): boolean {
  return GOING.has(state) && (kind !== 'broadcast' || done > 0);
}

export interface QuitQuestion {
  readonly message: string;
  readonly detail: string;
}

/** Which jobs run, as the service's events tell it; for the question before quitting. */
export class RunningJobs {
  readonly #kinds = new Map<string, Job['kind']>();

  hear(event: ServiceEvent): void {
    if (event.type === 'workspace') this.#kinds.clear();
    if (event.type !== 'job') return;
    if (isGoing(event.job)) this.#kinds.set(event.job.id, event.job.kind);
    else this.#kinds.delete(event.job.id);
  }

  /** What to ask before quitting; null when nothing runs that would suffer (an export goes on by itself). */
  question(): QuitQuestion | null {
    const all = [...this.#kinds.values()];
    if (all.every((kind) => kind === 'export-raw-log' || kind === 'export-list')) return null;
    const kinds = (Object.keys(ON_QUIT) as Job['kind'][]).filter((kind) => all.includes(kind));
    const counted = kinds.map((kind) => {
      const [one, many] = ON_QUIT[kind];
      const count = all.filter((other) => other === kind).length;
      return count === 1 ? `1 ${one}` : `${count} ${many}`;
    });
    const list = new Intl.ListFormat('en').format(counted);
    return {
      message: `Quit while ${list} ${all.length === 1 ? 'is' : 'are'} running?`,
      detail: kinds.map((kind) => ON_QUIT[kind][2]).join('\n'),
    };
  }
}
