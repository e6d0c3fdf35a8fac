import type { TestService } from './service.ts';
import { packedEntries } from './stored-entries.ts';

/** Number lists and do-not-call sources, made past the door. */
export interface ListRecords {
  /** A ready list with three numbers; returns its id. */
  list(node: string, realm: string): Promise<string>;
  /** The same with a second version, not in use, that lacks one of them. */
  editedList(node: string, realm: string): Promise<string>;
  /** A customer's do-not-call source with one number; returns its id. */
  source(node: string, realm: string): Promise<string>;
}

export function listRecords(test: TestService, newId: () => string, nextKey: () => number): ListRecords {
  const db = () => test.service.writer;
  const maker: ListRecords = {
    async list(node, realm) {
      const id = newId();
      const key = nextKey();
      const made = { created_at: 1, created_by: 'fixture' };
      await db()
        .insertInto('number_lists')
        .values({
          ...made,
          id,
          realm_id: realm,
          node_id: node,
          name: `List ${id}`,
          region: 'US',
          state: 'ready',
          current_version: 1,
          updated_at: 1,
          deleted_at: null,
          version: 1,
        })
        .execute();
      await db()
        .insertInto('number_list_versions')
        .values({
          ...made,
          id: newId(),
          realm_id: realm,
          list_id: id,
          ordinal: 1,
          key,
          source_name: 'fixture.csv',
          read_count: 4,
          accepted: 3,
          merged: 0,
          refused: 1,
          fields: '[]',
          mapping: '{}',
          job_id: '',
        })
        .execute();
      const entries = [1, 2, 3].map((seq) => ({ number: 12_125_550_100 + seq, name: `Person ${seq}` }));
      for (const block of packedEntries(entries)) {
        await db()
          .insertInto('number_list_blocks')
          .values({ version_key: key, ...block })
          .execute();
      }
      const problem = {
        version_key: key,
        seq: 1,
        row: 5,
        outcome: 'refused',
        column_name: 'Phone',
        value: '+1 212 055 0101',
        reason: 'The number is possible but not valid.',
        suggestion: 'Check it.',
        cause: 'doubtful',
        number: 12_120_550_101,
        cells: '["+1 212 055 0101"]',
      } as const;
      await db().insertInto('number_list_problems').values(problem).execute();
      return id;
    },
    async editedList(node, realm) {
      const id = await maker.list(node, realm);
      const first = await db()
        .selectFrom('number_list_versions')
        .selectAll()
        .where('list_id', '=', id)
        .executeTakeFirstOrThrow();
      const key = nextKey();
      await db()
        .insertInto('number_list_versions')
        .values({ ...first, id: newId(), key, base_key: first.key, ordinal: 2, made_by: 'edit', changes: 1 })
        .execute();
      const gone = { version_key: key, seq: 1, removed: 1, number: -1, name: '', row: 0, traits: 0 };
      await db()
        .insertInto('number_list_changes')
        .values({ ...gone, fields: null, zone: null, priority: null, problem: null })
        .execute();
      return id;
    },
    async source(node, realm) {
      const id = newId();
      const key = nextKey();
      const made = { created_at: 1, created_by: 'fixture', updated_at: 1, deleted_at: null, version: 1 };
      await db()
        .insertInto('do_not_call_sources')
        .values({
          ...made,
          id,
          realm_id: realm,
          node_id: node,
          key,
          kind: 'customer',
          name: `Source ${id}`,
          fresh_days: null,
          refreshed_at: 1,
          batch: 0,
          filed: 0,
          entered: 1,
          file_name: '',
          job_id: null,
        })
        .execute();
      await db()
        .insertInto('do_not_call_numbers')
        .values({
          source_key: key,
          number: 12_125_550_177,
          until: null,
          reason: '',
          added_at: 1,
          added_by: '',
        })
        .execute();
      return id;
    },
  };
  return maker;
}
