import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceEvent } from '#shared/events.ts';
import type { Reply } from '#shared/reply.ts';
import { closeLogStore } from '../db/logs/store.ts';
import { migrate } from '../db/migrate.ts';
import { type Database, kyselyOver, openRaw, type RawDatabase } from '../db/open.ts';
import { uuidV7Source } from '../db/uuid.ts';
import { DATABASE_FILE } from '../db/workspace-files.ts';
import type { Passwords } from '../handlers/handler.ts';
import { seesFigures } from '../handlers/jobs.ts';
import { recoverBroadcast } from '../jobs/broadcast/recover.ts';
import { discardUnfinishedImports } from '../jobs/import/discard.ts';
import { forgetStaged } from '../jobs/import/staging-folder.ts';
import { Authority } from './authority.ts';
import type { Surroundings } from './context.ts';
import { Door } from './door.ts';
import type { Effects } from './effects.ts';
import { JobHost } from './job-host.ts';
import { argon2Passwords } from './passwords.ts';
import { recover } from './recover.ts';
import { startRetention } from './retention.ts';
import { type Caller, type Session, Sessions } from './sessions.ts';
import { stageInThread } from './stage-thread.ts';

/** An event and, where it concerns one person only, whose it is. */
export type Listener = (event: ServiceEvent, only: readonly string[] | null) => void;

export interface ServiceOptions {
  /** The workspace's folder; made if it is not there. */
  readonly folder: string;
  /** Entry of job threads. */
  readonly jobEntry: URL;
  /** Unix ms; the platform's clock if absent. */
  readonly now?: () => number;
  readonly random?: (bytes: Uint8Array) => void;
  readonly passwords?: Passwords;
  /** Where bugs are logged; standard error if absent. */
  readonly report?: (what: string, error: unknown) => void;
}

const ENDED = 'You were signed out: your account was switched off, or you no longer have a role here.';

function deviceId(raw: RawDatabase, newId: () => string): string {
  const known = raw.prepare(`select value from workspace where key = 'device'`).pluck();
  // Writing waits for the disk; it is done once in a workspace's life.
  if (known.get() === undefined) {
    raw.prepare(`insert into workspace (key, value) values ('device', ?)`).run(newId());
  }
  return known.get() as string;
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
  readonly #jobs: JobHost;
  readonly #door: Door;
  readonly #report: (what: string, error: unknown) => void;
  #stopRetention: (() => void) | undefined;
  readonly #listeners = new Set<Listener>();
  readonly #now: () => number;

  constructor(options: ServiceOptions, raw: RawDatabase, openReader: () => Database) {
    const now = options.now ?? Date.now;
    const random =
      options.random ?? ((bytes) => void crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>));
    const newId = uuidV7Source(now, random);
    const report = options.report ?? ((what, error) => process.stderr.write(`${what}: ${String(error)}\n`));
    this.#report = report;
    this.folder = options.folder;
    this.#now = now;
    this.#raw = raw;
    this.#writer = kyselyOver(raw);
    this.#openReader = openReader;
    this.#authority = new Authority(raw);
    this.#jobs = new JobHost({
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
      cutOff: (job) => {
        if (job.kind === 'broadcast' && job.subject_id !== null) {
          recoverBroadcast(raw, job.subject_id, { job: job.id, now: now() });
        }
        if (job.kind === 'import-number-list' || job.kind === 'make-number-list') {
          discardUnfinishedImports(raw, [job.id]);
        }
      },
    });
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
      passwords: options.passwords ?? argon2Passwords(),
      stage: (file, kind) => stageInThread(options.jobEntry, { folder: options.folder, file, kind }),
      now,
      newId,
      report,
      sessionOf: (caller, at) => this.#sessionOf(caller, at),
      sessionsOf: (person) => this.#sessions.all().filter(([, session]) => session.person === person).length,
      mayUseFile: (caller, file, use) => this.#sessions.mayUseFile(caller, file, use),
    };
    this.#door = new Door(around, {
      settle: (caller, effects) => this.#settle(caller, effects),
      publish: (event) => this.#publish(event),
    });
  }

  /** Reads rights, and deals with what a crash left behind. */
  async begin(): Promise<void> {
    forgetStaged(this.folder);
    const again = await recover(this.#raw, this.#writer, this.#now());
    this.#authority.load();
    for (const job of again) await this.#jobs.start(job);
    this.#stopRetention = startRetention({
      raw: this.#raw,
      db: this.#writer,
      now: this.#now,
      changed: () => this.#publish({ type: 'changed', nouns: ['numberLists'] }),
      report: this.#report,
    });
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
    return this.#sessionOf(caller, this.#now()) !== undefined;
  }

  /** Ends a caller's session without a trace, when its window closes. */
  forget(callerId: string): void {
    this.#sessions.close(callerId);
  }

  get jobs(): JobHost {
    return this.#jobs;
  }

  /** The writing connection, for making a demo workspace; nothing else goes past the door. */
  get writer(): Database {
    return this.#writer;
  }

  /** Stops jobs where they can go on later and closes the files. */
  async close(): Promise<void> {
    this.#stopRetention?.();
    await this.#jobs.close();
    closeLogStore(this.folder);
    await this.#reader?.destroy();
    await this.#writer.destroy();
  }

  /** A start need not wait for the second connection; the first query opens it. */
  #readerNow(): Database {
    this.#reader ??= this.#openReader();
    return this.#reader;
  }

  #sessionOf(caller: Caller, now: number): Session | undefined {
    const session = this.#sessions.get(caller);
    if (session === undefined || this.#authority.rights.maySignIn(session.person, now)) return session;
    this.#endSession(caller.id);
    return undefined;
  }

  #endSession(callerId: string): void {
    this.#sessions.close(callerId);
    for (const listener of this.#listeners) {
      listener({ type: 'session', ended: true, message: ENDED }, [callerId]);
    }
  }

  async #settle(caller: Caller, effects: Effects): Promise<void> {
    const changed = this.#authority.refresh();
    if (effects.session === null) {
      this.#sessions.close(caller.id);
    } else if (effects.session !== undefined) {
      const person = await this.#writer
        .selectFrom('persons')
        .select('email')
        .where('id', '=', effects.session)
        .executeTakeFirstOrThrow();
      this.#sessions.open(caller, { person: effects.session, email: person.email });
    }
    this.#tellChangedRights(changed);
    for (const { job, message } of effects.jobMessages) this.#jobs.tell(job, message);
    for (const job of effects.newJobs) await this.#jobs.start(job);
    if (effects.nouns.size > 0) this.#publish({ type: 'changed', nouns: [...effects.nouns] });
  }

  #tellChangedRights(changed: readonly string[]): void {
    if (changed.length === 0) return;
    const now = this.#now();
    const tree = changed.includes('tree');
    for (const [callerId, session] of this.#sessions.all()) {
      if (!tree && !changed.includes(session.person)) continue;
      if (!this.#authority.rights.maySignIn(session.person, now)) {
        this.#endSession(callerId);
        continue;
      }
      for (const listener of this.#listeners) {
        listener({ type: 'session', ended: false, message: null }, [callerId]);
      }
    }
  }

  #publish(event: ServiceEvent, person?: string): void {
    const only =
      person === undefined
        ? null
        : this.#sessions
            .all()
            .filter(([, session]) => session.person === person)
            .map(([callerId]) => callerId);
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
    const service = new Service(options, raw, () => kyselyOver(openRaw(file, { readonly: true })));
    await service.begin();
    return service;
  } catch (error) {
    raw.close();
    throw error;
  }
}
