import type { Reply } from '#shared/reply.ts';
import { daysTaken } from '../db/export-schedules.ts';
import type { Database } from '../db/open.ts';
import type { ExportSchedulesTable } from '../db/tables/exports.ts';
import { Days } from '../jobs/export/days.ts';
import type { Caller } from './sessions.ts';

/** How often it is looked whether an export is due, in ms. After a sleep of the machine the look comes at once. */
const LOOK_EVERY = 60_000;
/** Nothing is due in so much of a hurry that it could not wait until the window stands. */
const FIRST_LOOK = 5_000;

interface Surroundings {
  /** Looks by itself whether something is due. */
  readonly byItself: boolean;
  readonly db: Database;
  readonly now: () => number;
  /** The one door. */
  dispatch(caller: Caller, operation: string, input: unknown): Promise<Reply<unknown>>;
  /** Resolves when a job has ended. */
  ended(job: string): Promise<void>;
  /** Lists of these nouns are stale. */
  changed(...nouns: string[]): void;
  report(what: string, error: unknown): void;
}

/**
 * Makes the exports of schedules when they are due: each day once, days that were missed too, as far as their files
 * would still be kept. Each goes through the door as its schedule's owner, with the rights that they have then.
 */
export class ScheduledExports {
  readonly #around: Surroundings;
  /** By schedule: the last due day for which all was tried. What failed is tried again a night later. */
  readonly #tried = new Map<string, string>();
  #timers: NodeJS.Timeout[] = [];
  #looking: Promise<void> | null = null;
  #stopped = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Looks from now on by itself, if it is to. */
  start(): void {
    if (!this.#around.byItself) return;
    const look = (): void => {
      this.look().catch((error: unknown) => this.#around.report('scheduled exports', error));
    };
    this.#timers = [setTimeout(look, FIRST_LOOK).unref(), setInterval(look, LOOK_EVERY).unref()];
  }

  /** Begins nothing any more; resolves when what was begun has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#looking?.catch(() => undefined);
  }

  /** Makes all that is due now, one after the other; resolves when it is made. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    const { db, now } = this.#around;
    const schedules = await db
      .selectFrom('export_schedules')
      .selectAll()
      .where('deleted_at', 'is', null)
      .execute();
    if (schedules.length === 0 || this.#stopped) return;
    const days = await Days.load();
    for (const schedule of schedules) {
      const last = days.lastDue(schedule, now());
      if (this.#tried.get(schedule.id) === last) continue;
      this.#tried.set(schedule.id, last);
      await this.#makeUp(schedule, last, days);
    }
  }

  /** Exports the days up to `last` that are missing. */
  async #makeUp(schedule: ExportSchedulesTable, last: string, days: Days): Promise<void> {
    const oldest = days.plus(last, 1 - schedule.keep_days);
    const first = oldest > schedule.first_day ? oldest : schedule.first_day;
    const taken = await daysTaken(this.#around.db, schedule.id, first);
    for (let day = first; day <= last && !this.#stopped; day = days.plus(day, 1)) {
      if (taken.has(day)) continue;
      const problem = await this.#run(schedule, day);
      if (this.#stopped) return;
      await this.#note(schedule.id, problem ?? '');
      // What hinders one day hinders the next.
      if (problem !== null) return;
    }
  }

  /** Exports one day; returns why that came to nothing, or null. */
  async #run(schedule: ExportSchedulesTable, day: string): Promise<string | null> {
    const { db } = this.#around;
    const { id: person, email } = await db
      .selectFrom('persons')
      .select(['id', 'email'])
      .where('id', '=', schedule.created_by)
      .executeTakeFirstOrThrow();
    const caller: Caller = { id: `schedule:${schedule.id}`, kind: 'service', onBehalfOf: { person, email } };
    const reply = await this.#around.dispatch(caller, 'exportSchedules.run', { id: schedule.id, day });
    if (!reply.ok) return `${day}: ${reply.error.message}`;
    const { job } = reply.value as { readonly job: string };
    await this.#around.ended(job);
    if (this.#stopped) return null;
    const end = await db
      .selectFrom('jobs')
      .select(['state', 'message'])
      .where('id', '=', job)
      .executeTakeFirst();
    return end === undefined || end.state === 'done' || end.state === 'interrupted'
      ? null
      : `${day}: ${end.message}`;
  }

  async #note(schedule: string, problem: string): Promise<void> {
    await this.#around.db
      .updateTable('export_schedules')
      .set({ problem })
      .where('id', '=', schedule)
      .execute();
    this.#around.changed('exportSchedules');
  }
}
