import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceEvent } from '#shared/events.ts';
import type { Reply } from '#shared/reply.ts';
import { hasGatheredClients } from '../db/logs/gathered.ts';
import { closeLogStore } from '../db/logs/open-stores.ts';
import { migrate } from '../db/migrate.ts';
import { type Database, kyselyOver, openRaw, type RawDatabase } from '../db/open.ts';
import { type KeyStore, Secrets } from '../db/secrets.ts';
import type { JobsTable } from '../db/tables/system.ts';
import { uuidV7Source } from '../db/uuid.ts';
import { DATABASE_FILE } from '../db/workspace-files.ts';
import type { Passwords } from '../handlers/handler.ts';
import { seesFigures } from '../handlers/jobs.ts';
import { haltForStarter, leftOnRealGateways, recoverBroadcast } from '../jobs/broadcast/recover.ts';
import { discardUnfinishedImports } from '../jobs/import/discard.ts';
import { forgetStaged } from '../jobs/import/staging-folder.ts';
import { Authority } from './authority.ts';
import { dialerBeside, forkDialer, type SpawnDialer } from './child.ts';
import type { Surroundings } from './context.ts';
import { DialerProcess } from './dialer-process.ts';
import { Door } from './door.ts';
import type { Effects } from './effects.ts';
import { JobHost } from './job-host.ts';
import { JobRights } from './job-rights.ts';
import { LogWatch } from './log-watch.ts';
import { OpenSessions } from './open-sessions.ts';
import { argon2Passwords } from './passwords.ts';
import { recover } from './recover.ts';
import { startRetention } from './retention.ts';
import { RoleClock } from './role-clock.ts';
import { ScheduledExports } from './scheduled-exports.ts';
import { type Caller, Sessions, type Signed } from './sessions.ts';
import { stageInThread } from './stage-thread.ts';

/** An event and, where it concerns one person only, whose it is. */
export type Listener = (event: ServiceEvent, only: readonly string[] | null) => void;

export interface ServiceOptions {
  /** The workspace's folder; made if it is not there. */
  readonly folder: string;
  /** Entry of job threads. */
  readonly jobEntry: URL;
  /** Makes the dialler's process; a child process of Node's if absent. */
  readonly spawnDialer?: SpawnDialer;
  /** The system's key store; absent: keys are kept in plain files. */
  readonly keyStore?: KeyStore;
  /** Unix ms; the platform's clock if absent. */
  readonly now?: () => number;
  readonly random?: (bytes: Uint8Array) => void;
  readonly passwords?: Passwords;
  /** Makes scheduled exports when they are due: a window does, a single call of the command line does not. */
  readonly scheduled?: boolean;
  /** Where bugs are logged; standard error if absent. */
  readonly report?: (what: string, error: unknown) => void;
}

/** What is read before a service can be made. */
interface OpenedOptions extends ServiceOptions {
  readonly secrets: Secrets;
}

function platformRandom(bytes: Uint8Array): void {
  crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
}

function reportToConsole(what: string, error: unknown): void {
  process.stderr.write(`${what}: ${String(error)}\n`);
}

function deviceId(raw: RawDatabase, newId: () => string): string {
  const known = raw.prepare(`select value from workspace where key = 'device'`).pluck();
  // Writing waits for the disk; it is done once in a workspace's life.
  if (known.get() === undefined) {
    raw.prepare(`insert into workspace (key, value) values ('device', ?)`).run(newId());
  }
  return known.get() as string;
}

/** Mends what a job's thread left that died without a word. */
function mend(raw: RawDatabase, job: JobsTable, now: number): void {
  if (job.kind === 'broadcast' && job.subject_id !== null) {
    recoverBroadcast(raw, job.subject_id, { job: job.id, now });
  }
  if (job.kind === 'import-number-list' || job.kind === 'make-number-list') {
    discardUnfinishedImports(raw, [job.id]);
  }
}

/** One open workspace: its database, sessions, jobs, and the door to them. Make it by `openService`. */
export class Service {
  readonly folder: string;
  readonly #raw: RawDatabase;
  readonly #writer: Database;
  readonly #openReader: () => Database;
  #reader: Database | undefined;
  readonly #authority: Authority;
  readonly #sessions = new Sessions();
  readonly #open: OpenSessions;
  readonly #dialer: DialerProcess;
  readonly #jobs: JobHost;
  readonly #door: Door;
  readonly #clock: RoleClock;
  readonly #watch: LogWatch;
  readonly #schedules: ScheduledExports;
  readonly #jobRights: JobRights;
  readonly #report: (what: string, error: unknown) => void;
  #stopRetention: (() => void) | undefined;
  readonly #listeners = new Set<Listener>();
  readonly #now: () => number;

  constructor(options: OpenedOptions, raw: RawDatabase, openReader: () => Database) {
    const now = options.now ?? Date.now;
    const newId = uuidV7Source(now, options.random ?? platformRandom);
    this.#report = options.report ?? reportToConsole;
    const report = this.#report;
    this.folder = options.folder;
    this.#now = now;
    this.#raw = raw;
    this.#writer = kyselyOver(raw);
    this.#openReader = openReader;
    this.#authority = new Authority(raw);
    this.#open = new OpenSessions(this.#sessions, this.#authority, (event, only) => {
      for (const listener of this.#listeners) listener(event, only);
    });
    this.#clock = new RoleClock(this.#authority, now, (persons) => {
      this.#open.rightsChanged(persons, now());
      this.#jobRights.stopUnentitled(this.#jobs);
      // What is in force stands in people's records too.
      this.#publish({ type: 'changed', nouns: ['users', 'assignments'] });
      this.#jobs.recheck();
    });
    this.#dialer = new DialerProcess({
      spawn: options.spawnDialer ?? forkDialer(dialerBeside(options.jobEntry)),
      key: () => options.secrets.key,
      report,
    });
    this.#jobs = this.#jobHost(options, now, report);
    this.#watch = this.#newWatch(report);
    const reader = (): Database => this.#readerNow();
    const around: Surroundings = {
      writer: this.#writer,
      get reader() {
        return reader();
      },
      rights: this.#authority.rights,
      policyVersion: this.#authority.policyVersion,
      device: deviceId(raw, newId),
      folder: options.folder,
      secrets: options.secrets,
      passwords: options.passwords ?? argon2Passwords(),
      stage: (file, kind) => stageInThread(options.jobEntry, { folder: options.folder, file, kind }),
      now,
      newId,
      report,
      sessionOf: (caller, at) => this.#open.of(caller, at),
      sessionsOf: (person) => this.#open.count(person),
      mayUseFile: (caller, file, use) => this.#sessions.mayUseFile(caller, file, use),
    };
    this.#door = new Door(around, {
      settle: (caller, effects) => this.#settle(caller, effects),
      publish: (event) => this.#publish(event),
    });
    this.#jobRights = this.#rightsOfJobs();
    this.#schedules = this.#scheduledExports(options);
  }

  #rightsOfJobs(): JobRights {
    return new JobRights({
      rights: this.#authority.rights,
      now: this.#now,
      dispatch: (...asked) => this.dispatch(...asked),
    });
  }

  #scheduledExports({ scheduled = false, report = reportToConsole }: ServiceOptions): ScheduledExports {
    return new ScheduledExports({
      byItself: scheduled,
      db: this.#writer,
      now: this.#now,
      report,
      dispatch: (...asked) => this.dispatch(...asked),
      ended: (job) => this.#jobs.ended(job),
      changed: (...nouns) => this.#publish({ type: 'changed', nouns }),
    });
  }

  #jobHost(options: ServiceOptions, now: () => number, report: Surroundings['report']): JobHost {
    return new JobHost({
      dialer: this.#dialer,
      mayGoOn: (job) => this.#watchStarter(job),
      db: this.#writer,
      folder: options.folder,
      entry: options.jobEntry,
      now,
      report,
      publish: (event, person) => this.#publish(event, person),
      seesFigures: (job) =>
        seesFigures(job, (permission, node) =>
          this.#authority.rights.allows({ person: job.person_id, permission, place: { node }, now: now() }),
        ),
      ask: (job, operation, input) => this.#jobRights.ask(job, operation, input),
      cutOff: (job) => {
        mend(this.#raw, job, now());
        // Whoever is still on the line would listen to silence.
        if (job.kind === 'broadcast') {
          this.#dialer.clean(options.folder, leftOnRealGateways(this.#raw, now()));
        }
      },
    });
  }

  /** Reads rights, and deals with what a crash left behind. */
  async begin(): Promise<void> {
    forgetStaged(this.folder);
    const again = await recover(this.#raw, this.#writer, this.#now());
    this.#authority.load();
    this.#clock.wind();
    await this.#gatherClients();
    this.#watch.start();
    this.#dialer.clean(this.folder, leftOnRealGateways(this.#raw, this.#now()));
    for (const job of again) await this.#jobs.start(job);
    this.#jobRights.stopUnentitled(this.#jobs);
    this.#schedules.start();
    this.#stopRetention = startRetention({
      raw: this.#raw,
      db: this.#writer,
      now: this.#now,
      changed: () => this.#publish({ type: 'changed', nouns: ['numberLists'] }),
      report: this.#report,
    });
  }

  /** Once in a workspace's life; what does it is not loaded at other starts. */
  async #gatherClients(): Promise<void> {
    if (hasGatheredClients(this.#raw)) return;
    const { gatherClients } = await import('../db/logs/clients.ts');
    gatherClients(this.#raw, this.folder, uuidV7Source(this.#now, platformRandom));
  }

  /** A broadcast goes on only as long as who started it may start it. */
  #watchStarter(job: JobsTable): void {
    if (job.kind !== 'broadcast' || job.subject_id === null) return;
    const place = { node: job.node_id };
    const asked = { person: job.person_id, permission: 'broadcasts.start', place, now: this.#now() } as const;
    if (this.#authority.rights.allows(asked)) return;
    if (!haltForStarter(this.#raw, { broadcast: job.subject_id, job: job.id, now: this.#now() })) return;
    this.#jobs.tell(job.id, 'suspend');
    this.#publish({ type: 'changed', nouns: ['broadcasts'] });
  }

  /** The one door; see `Door.dispatch`. */
  dispatch(caller: Caller, operation: string, input: unknown): Promise<Reply<unknown>> {
    return this.#door.dispatch(caller, operation, input);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Notes that a window's person chose a file in a dialog. */
  grantFile(callerId: string, file: string, use: 'read' | 'write'): void {
    this.#sessions.grantFile(callerId, file, use);
  }

  /** Whether a caller is signed in, for what the window's host does itself. */
  isSignedIn(caller: Caller): boolean {
    return this.#open.of(caller, this.#now()) !== undefined;
  }

  /** Ends a caller's session without a trace, when its window closes. */
  forget(callerId: string): void {
    this.#sessions.close(callerId);
  }

  get jobs(): JobHost {
    return this.#jobs;
  }

  /** Looks at watched folders now, without waiting for the next time. */
  get watch(): LogWatch {
    return this.#watch;
  }

  /** Exports that are made each night. */
  get schedules(): ScheduledExports {
    return this.#schedules;
  }

  /** The writing connection, for making a demo workspace; nothing else goes past the door. */
  get writer(): Database {
    return this.#writer;
  }

  /** Stops jobs where they can go on later and closes the files. */
  async close(): Promise<void> {
    this.#clock.stop();
    await this.#watch.stop();
    const lookedAfter = this.#schedules.stop();
    this.#stopRetention?.();
    await this.#jobs.close();
    await lookedAfter;
    closeLogStore(this.folder);
    await this.#reader?.destroy();
    await this.#writer.destroy();
  }

  /** A start need not wait for the second connection; the first query opens it. */
  #readerNow(): Database {
    this.#reader ??= this.#openReader();
    return this.#reader;
  }

  async #settle(caller: Caller, effects: Effects): Promise<void> {
    const changed = this.#authority.refresh();
    if (changed.length > 0) this.#clock.wind();
    if (effects.session === null) {
      this.#sessions.close(caller.id);
    } else if (effects.session !== undefined) {
      this.#sessions.open(caller, await this.#signed(effects.session));
    }
    if (effects.viewing !== undefined) {
      const viewing = effects.viewing === null ? null : await this.#signed(effects.viewing);
      this.#open.view(caller.id, viewing);
    }
    this.#open.rightsChanged(changed, this.#now());
    if (changed.length > 0) {
      this.#jobRights.stopUnentitled(this.#jobs);
      this.#jobs.recheck();
    }
    for (const person of effects.ended) this.#open.endAllOf(person, caller);
    for (const { job, message } of effects.jobMessages) this.#jobs.tell(job, message);
    for (const job of effects.newJobs) await this.#jobs.start(job);
    if (effects.nouns.size > 0) this.#publish({ type: 'changed', nouns: [...effects.nouns] });
  }

  #newWatch(report: (what: string, error: unknown) => void): LogWatch {
    return new LogWatch({
      raw: this.#raw,
      folder: this.folder,
      now: this.#now,
      report,
      ask: (person, operation, input) =>
        this.dispatch(
          { id: `watch:${person.person}`, kind: 'service', onBehalfOf: person },
          operation,
          input,
        ),
      changed: (...nouns) => this.#publish({ type: 'changed', nouns }),
    });
  }

  async #signed(person: string): Promise<Signed> {
    const { email } = await this.#writer
      .selectFrom('persons')
      .select('email')
      .where('id', '=', person)
      .executeTakeFirstOrThrow();
    return { person, email };
  }

  #publish(event: ServiceEvent, person?: string): void {
    const only = person === undefined ? null : this.#open.callersOf(person);
    for (const listener of this.#listeners) listener(event, only);
  }
}

/** Opens (and makes, if needed) the workspace in a folder. Throws where the folder or file cannot be used. */
export async function openService(options: ServiceOptions): Promise<Service> {
  mkdirSync(options.folder, { recursive: true });
  const file = join(options.folder, DATABASE_FILE);
  const raw = openRaw(file);
  try {
    await migrate(raw);
    const { folder, keyStore = null, report = reportToConsole } = options;
    const secrets = await Secrets.open({ folder, keyStore, report });
    const opened = { ...options, secrets };
    const service = new Service(opened, raw, () => kyselyOver(openRaw(file, { readonly: true })));
    await service.begin();
    return service;
  } catch (error) {
    raw.close();
    throw error;
  }
}
