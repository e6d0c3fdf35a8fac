import { migrate } from '#main/db/migrate.ts';
import { type Database, kyselyOver, openRaw, type RawDatabase } from '#main/db/open.ts';
import { uuidV7Source } from '#main/db/uuid.ts';
import { fictionalEntries } from '#main/demo/numbers.ts';
import type { JobHandle, Progress } from '#main/jobs/job.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { storeEntries } from './stored-entries.ts';

let count = 0;
/** Ids in the order they were made, the same in every run. */
export const testId: () => string = uuidV7Source(
  () => 1_700_000_000_000 + count++,
  (bytes) => bytes.fill(7),
);

export interface BroadcastDatabase {
  readonly raw: RawDatabase;
  readonly db: Database;
  readonly realm: string;
  readonly account: string;
  readonly project: string;
  readonly otherAccount: string;
  readonly person: string;
}

/** A database with a realm, two accounts, a project of the first, and a person. */
export async function broadcastDatabase(file = ':memory:'): Promise<BroadcastDatabase> {
  const raw = openRaw(file);
  const db = kyselyOver(raw);
  await migrate(raw);
  const [realm, account, project, otherAccount, person] = [testId(), testId(), testId(), testId(), testId()];
  const node = raw.prepare(
    'insert into nodes (id, realm_id, parent_id, kind, name, created_at) values (?, ?, ?, ?, ?, 0)',
  );
  const ancestor = raw.prepare('insert into node_ancestors (ancestor_id, node_id, depth) values (?, ?, ?)');
  const add = (id: string, path: readonly string[], kind: string) => {
    node.run(id, realm, path[0], kind, `${kind} ${id.slice(-4)}`);
    [id, ...path].forEach((up, depth) => ancestor.run(up, id, depth));
  };
  add(realm, [PLATFORM_ID], 'realm');
  add(account, [realm, PLATFORM_ID], 'account');
  add(project, [account, realm, PLATFORM_ID], 'project');
  add(otherAccount, [realm, PLATFORM_ID], 'account');
  raw
    .prepare(
      `insert into persons (id, realm_id, node_id, first_name, last_name, email, email_key, created_at, updated_at)
       values (?, ?, ?, 'Dana', 'Reyes', 'dana@example.org', 'dana@example.org', 0, 0)`,
    )
    .run(person, realm, account);
  return { raw, db, realm, account, project, otherAccount, person };
}

export interface ListOptions {
  readonly node?: string;
  readonly state?: 'importing' | 'ready';
  readonly numbers?: readonly number[];
}

/** Stores a number list; without `numbers` one of ten fictional numbers. Returns its id and its version's key. */
export function addList(at: BroadcastDatabase, options: ListOptions = {}): { id: string; key: number } {
  const { raw } = at;
  const numbers = options.numbers ?? fictionalEntries({ seed: 1, count: 10 }).map((entry) => entry.number);
  const { key } = raw.prepare('select coalesce(max(key), 0) + 1 as key from number_list_versions').get() as {
    key: number;
  };
  const id = testId();
  raw
    .prepare(
      `insert into number_lists (id, realm_id, node_id, name, region, state, current_version, created_at, created_by,
         updated_at) values (?, ?, ?, ?, 'US', ?, 1, 0, ?, 0)`,
    )
    .run(id, at.realm, options.node ?? at.account, `List ${key}`, options.state ?? 'ready', at.person);
  raw
    .prepare(
      `insert into number_list_versions (id, realm_id, list_id, ordinal, key, source_name, read_count, accepted, job_id,
         created_at, created_by) values (?, ?, ?, 1, ?, 'a.csv', ?, ?, '', 0, ?)`,
    )
    .run(testId(), at.realm, id, key, numbers.length, numbers.length, at.person);
  storeEntries(
    raw,
    key,
    numbers.map((number, index) => ({ number, name: `Callee ${index + 1}` })),
  );
  return { id, key };
}

/** A job's handle whose person, console and clock are the test. */
export class TestJob implements JobHandle {
  readonly id: string;
  readonly folder = '';
  readonly resume = null;
  readonly db: RawDatabase;
  readonly progresses: Progress[] = [];
  readonly now: () => number;
  readonly newId = testId;
  #listeners: ((message: string) => void)[] = [];
  #signal: 'go on' | 'cancel' | 'close' = 'go on';

  constructor(db: RawDatabase, id: string, now: () => number) {
    this.db = db;
    this.id = id;
    this.now = now;
  }

  cancelled(): boolean {
    return this.#signal !== 'go on';
  }

  closing(): boolean {
    return this.#signal === 'close';
  }

  progress(progress: Progress): void {
    this.progresses.push(progress);
  }

  saveResume(): void {}

  changed(): void {}

  ask(): Promise<never> {
    return Promise.reject(new Error('This job asks nothing.'));
  }

  onMessage(listener: (message: string) => void): void {
    this.#listeners.push(listener);
  }

  tell(message: string): void {
    for (const listener of this.#listeners) listener(message);
  }

  cancel(): void {
    this.#signal = 'cancel';
    this.tell('cancel');
  }

  close(): void {
    this.#signal = 'close';
    this.tell('close');
  }
}
