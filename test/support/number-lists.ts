import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '#main/db/migrate.ts';
import { kyselyOver, openRaw, type RawDatabase } from '#main/db/open.ts';
import { importNumberList } from '#main/jobs/import/import-number-list.ts';
import type { ImportParams } from '#main/jobs/import/params.ts';
import type { JobEnd } from '#main/jobs/job.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { type JobHandleOptions, jobHandle } from './job-handle.ts';
import { storedEntries } from './stored-entries.ts';

export const REALM = '01900000-0000-7000-8000-000000000001';
export const ACCOUNT = '01900000-0000-7000-8000-000000000002';
export const PERSON = '01900000-0000-7000-8000-000000000003';
/** A job's id; its last digits count. */
export const jobId = (count: number): string => `01900000-0000-7000-9000-${String(count).padStart(12, '0')}`;

export interface Problem {
  readonly row: number;
  readonly outcome: string;
  readonly column_name: string;
  readonly value: string;
  readonly reason: string;
  readonly suggestion: string;
}
export interface Entry {
  readonly seq: number;
  readonly number: number;
  readonly name: string;
  readonly row: number;
  readonly fields: string | null;
}

/** A workspace in a folder of its own with a realm, an account and a person, and lists in state 'importing'. */
export class ListWorkspace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'rolecall-lists-'));
  readonly db: RawDatabase;
  #lists = 0;

  private constructor() {
    this.db = openRaw(path.join(this.folder, 'rolecall.db'));
  }

  static async make(): Promise<ListWorkspace> {
    const workspace = new ListWorkspace();
    await migrate(workspace.db);
    workspace.#seed();
    return workspace;
  }

  #seed(): void {
    const node = this.db.prepare(
      'insert into nodes (id, realm_id, parent_id, kind, name, created_at) values (?, ?, ?, ?, ?, 0)',
    );
    node.run(REALM, null, PLATFORM_ID, 'realm', 'Realm');
    this.db.prepare('update nodes set realm_id = id where id = ?').run(REALM);
    node.run(ACCOUNT, REALM, REALM, 'account', 'Account');
    const above = this.db.prepare(
      'insert into node_ancestors (ancestor_id, node_id, depth) values (?, ?, ?)',
    );
    for (const [ancestor, id, depth] of [
      [REALM, REALM, 0],
      [PLATFORM_ID, REALM, 1],
      [ACCOUNT, ACCOUNT, 0],
      [REALM, ACCOUNT, 1],
      [PLATFORM_ID, ACCOUNT, 2],
    ]) {
      above.run(ancestor, id, depth);
    }
    this.db
      .prepare(
        `insert into persons (id, realm_id, node_id, first_name, last_name, email, email_key, created_at, updated_at)
         values (?, ?, ?, 'Ana', 'Ruiz', 'ana@example.com', 'ana@example.com', 0, 0)`,
      )
      .run(PERSON, REALM, ACCOUNT);
  }

  kysely() {
    return kyselyOver(this.db);
  }

  file(name: string, content: string | Uint8Array): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content);
    return file;
  }

  /** A list as the import command makes it. Returns what its job is asked to do. */
  newList(file: string, reading: Partial<ImportParams> = {}): ImportParams {
    this.#lists += 1;
    const list = `01900000-0000-7000-a000-${String(this.#lists).padStart(12, '0')}`;
    this.db
      .prepare(
        `insert into number_lists (id, realm_id, node_id, name, region, state, current_version, created_at,
           created_by, updated_at) values (?, ?, ?, ?, 'US', 'importing', 1, 0, ?, 0)`,
      )
      .run(list, REALM, ACCOUNT, `List ${this.#lists}`, PERSON);
    this.db
      .prepare(
        `insert into number_list_versions (id, realm_id, list_id, ordinal, key, state, source_name, job_id,
           created_at, created_by) values (?, ?, ?, 1, ?, 'importing', ?, ?, 0, ?)`,
      )
      .run(
        list.replace('a000', 'b000'),
        REALM,
        list,
        this.#lists,
        path.basename(file),
        jobId(this.#lists),
        PERSON,
      );
    return {
      list,
      version: this.#lists,
      file,
      region: 'US',
      node: '',
      acceptDoubtful: false,
      ...reading,
    };
  }

  /** Imports a file into a new list, in this thread. */
  async import(
    file: string,
    reading: Partial<ImportParams> = {},
    job: Partial<JobHandleOptions> = {},
  ): Promise<{ params: ImportParams; end: JobEnd }> {
    const params = this.newList(file, reading);
    const { handle } = jobHandle({ db: this.db, folder: this.folder, ...job });
    return { params, end: await importNumberList(params, handle) };
  }

  list(params: ImportParams): Record<string, unknown> {
    return this.db
      .prepare('select * from number_lists l join number_list_versions v on v.list_id = l.id where l.id = ?')
      .get(params.list) as Record<string, unknown>;
  }

  entries({ version }: ImportParams): Entry[] {
    return storedEntries(this.db, version).map(({ seq, number, name, row, fields }) => ({
      seq,
      number,
      name,
      row,
      fields,
    }));
  }

  problems({ version }: ImportParams): Problem[] {
    return this.db
      .prepare('select * from number_list_problems where version_key = ? order by seq')
      .all(version) as Problem[];
  }

  /** Rows that a list has left anywhere, whatever its state. */
  rowsOf({ version }: ImportParams): number {
    return ['number_list_blocks', 'number_list_problems']
      .map((table) =>
        this.db.prepare(`select count(*) from ${table} where version_key = ?`).pluck().get(version),
      )
      .reduce<number>((sum, count) => sum + (count as number), 0);
  }

  remove(): void {
    this.db.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
