import { mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Reply } from '#shared/reply.ts';
import type { RawDatabase } from '../db/open.ts';

/** How often folders are looked at, and how often logs are checked for what has grown too old; ms. */
const EVERY = 10_000;
const HOUR = 3_600_000;
const LOG_FILE = /\.(?:jsonl|ndjson|json|csv)(?:\.gz)?$/i;
/** Where imported files go, below the watched folder. */
const DONE = 'done';

interface Folder {
  readonly node: string;
  readonly folder: string;
  readonly reading: string;
  readonly message: string;
  readonly checked: number | null;
  readonly person: string;
  readonly email: string;
}

interface Note {
  readonly size: number;
  readonly modified: number;
  readonly import: string | null;
  readonly message: string;
  readonly state: string | null;
  readonly end: string | null;
}

interface Found {
  readonly name: string;
  readonly file: string;
  readonly size: number;
  readonly modified: number;
}

/** What the watch needs of the service. */
export interface WatchSurroundings {
  readonly raw: RawDatabase;
  /** The workspace's. */
  readonly folder: string;
  now(): number;
  /** Asks the door in a person's name. */
  ask(
    person: { readonly person: string; readonly email: string },
    operation: string,
    input: object,
  ): Promise<Reply<unknown>>;
  changed(...nouns: string[]): void;
  report(what: string, error: unknown): void;
}

/**
 * Imports the files that appear in watched folders, in the name of who set the folder and under that person's rights,
 * and drops months that are older than their account's log is kept. A file is taken once it has stayed the same from
 * one look to the next; when its import is done it is moved to the folder `done`, or, where it can't be moved, remembered.
 */
export class LogWatch {
  readonly #around: WatchSurroundings;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #swept = Number.NEGATIVE_INFINITY;

  constructor(around: WatchSurroundings) {
    this.#around = around;
  }

  start(): void {
    this.#timer = setInterval(() => {
      void this.look().catch((error: unknown) => this.#around.report('watched folders', error));
    }, EVERY);
    this.#timer.unref();
  }

  /** Stops looking, and waits for a look that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking.catch(() => undefined);
  }

  /** Looks at every folder once. */
  look(): Promise<void> {
    this.#looking = this.#looking.catch(() => undefined).then(() => this.#lookAtAll());
    return this.#looking;
  }

  async #lookAtAll(): Promise<void> {
    const { raw, folder } = this.#around;
    const now = this.#around.now();
    if (now - this.#swept >= HOUR) {
      this.#swept = now;
      const { enforceRetention } = await import('../db/logs/retention.ts');
      if (enforceRetention(raw, folder, now) > 0) this.#around.changed('dialogLogs', 'clients');
    }
    const folders = raw
      .prepare(
        `select f.node_id as node, f.folder, f.reading, f.message, f.checked_at as checked,
           p.id as person, p.email
         from log_folders f join persons p on p.id = f.created_by`,
      )
      .all() as Folder[];
    for (const each of folders) await this.#lookAt(each);
  }

  async #lookAt(folder: Folder): Promise<void> {
    let message = '';
    try {
      for (const found of filesIn(folder.folder)) message = (await this.#see(folder, found)) || message;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      message =
        code === 'ENOENT' ? 'The folder is not there any more.' : `The folder can't be read (${code}).`;
    }
    if (message === folder.message && folder.checked !== null) return;
    this.#around.raw
      .prepare('update log_folders set checked_at = ?, message = ? where node_id = ?')
      .run(this.#around.now(), message, folder.node);
    this.#around.changed('logImports');
  }

  /** Sees to one file; says what is amiss with it, or nothing. */
  async #see(folder: Folder, found: Found): Promise<string> {
    const note = this.#noteOf(folder.node, found.name);
    const same = note !== undefined && note.size === found.size && note.modified === found.modified;
    if (!same) {
      this.#note(folder.node, found, { import: null, message: '' });
      return '';
    }
    if (note.import === null) return note.message === '' ? this.#begin(folder, found) : note.message;
    if (note.state === 'failed') return `${found.name}: ${note.end ?? ''}`;
    if (note.state === 'done') this.#putAway(folder, found);
    return '';
  }

  async #begin(folder: Folder, found: Found): Promise<string> {
    const { node, person, email, reading } = folder;
    const input = { node, file: found.file, ...(JSON.parse(reading) as object) };
    const reply = await this.#around.ask({ person, email }, 'dialogLogs.import', input);
    const message = reply.ok ? '' : `${found.name}: ${reply.error.message}`;
    const id = reply.ok ? (reply.value as { id: string }).id : null;
    this.#note(node, found, { import: id, message });
    return message;
  }

  #putAway({ folder, node }: Folder, { name, file }: Found): void {
    try {
      mkdirSync(join(folder, DONE), { recursive: true });
      renameSync(file, freeName(join(folder, DONE), name));
    } catch {
      // A folder that may only be read: the note says that the file was imported.
      return;
    }
    this.#around.raw.prepare('delete from log_folder_files where node_id = ? and name = ?').run(node, name);
  }

  #noteOf(node: string, name: string): Note | undefined {
    return this.#around.raw
      .prepare(
        `select f.size, f.modified, f.import_id as import, f.message, j.state, j.message as end
         from log_folder_files f
         left join log_imports i on i.id = f.import_id left join jobs j on j.id = i.job_id
         where f.node_id = ? and f.name = ?`,
      )
      .get(node, name) as Note | undefined;
  }

  #note(node: string, found: Found, note: { import: string | null; message: string }): void {
    this.#around.raw
      .prepare(
        `insert into log_folder_files (node_id, name, size, modified, import_id, message)
         values (?, ?, ?, ?, ?, ?)
         on conflict (node_id, name) do update set size = excluded.size, modified = excluded.modified,
           import_id = excluded.import_id, message = excluded.message`,
      )
      .run(node, found.name, found.size, found.modified, note.import, note.message);
  }
}

/** Log files of a folder, by name. */
function filesIn(folder: string): Found[] {
  return readdirSync(folder)
    .filter((name) => LOG_FILE.test(name))
    .toSorted()
    .flatMap((name) => {
      const file = join(folder, name);
      const stat = statSync(file, { throwIfNoEntry: false });
      if (stat === undefined || !stat.isFile() || stat.size === 0) return [];
      return [{ name, file, size: stat.size, modified: Math.floor(stat.mtimeMs) }];
    });
}

function freeName(folder: string, name: string): string {
  for (let copy = 0; ; copy += 1) {
    const file = join(folder, copy === 0 ? name : `${copy}-${name}`);
    if (statSync(file, { throwIfNoEntry: false }) === undefined) return file;
  }
}
