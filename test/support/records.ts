import type { BroadcastState } from '#shared/operations/broadcasts.ts';
import { type DiallingRecords, diallingRecords } from './dialling-records.ts';
import { type ListRecords, listRecords } from './list-records.ts';
import { logRecords } from './log-records.ts';
import type { TestService } from './service.ts';

interface RoleName {
  readonly pack: string;
  readonly role: string;
}

/** Makes records past the door, for tests of who may do what with them. */
export interface RecordMaker extends DiallingRecords, ListRecords {
  /** A broadcast of a fresh list. */
  broadcast(node: string, realm: string, state: BroadcastState): Promise<string>;
  /** A person of the node without roles; version 1. */
  person(node: string, realm: string, active: boolean): Promise<string>;
  /** A client of the node's dialogs; version 1. */
  client(node: string, realm: string, blocked: boolean): Promise<string>;
  /** A finished import of a dialog log. */
  logImport(node: string, realm: string): Promise<string>;
  /** An assignment of a fresh person, of a role that no pack has unless one is named; version 1. */
  assignment(node: string, realm: string, given?: RoleName): Promise<string>;
  /** An open access review of the node with one item, about a fresh assignment there. */
  review(node: string, realm: string): Promise<{ readonly id: string; readonly assignment: string }>;
  /** A custom role of the dialog platform, a copy of ANALYST; version 1. */
  role(node: string, realm: string): Promise<string>;
  /** A raw-log export that is done; its files are not there. */
  rawExport(node: string, realm: string): Promise<string>;
  /** A nightly export into a folder; version 1. */
  schedule(node: string, realm: string, folder: string): Promise<string>;
}

export function recordMaker(test: TestService): RecordMaker {
  let count = 0;
  const newId = (): string => `00000000-0000-7000-a000-${String(++count).padStart(12, '0')}`;
  const db = () => test.service.writer;
  const maker: RecordMaker = {
    ...logRecords(test, newId),
    ...listRecords(test, newId, () => ++count),
    async broadcast(node, realm, state) {
      const list = await maker.list(node, realm);
      const id = newId();
      const key = ++count;
      await db()
        .insertInto('broadcasts')
        .values({
          id,
          realm_id: realm,
          node_id: node,
          key,
          name: `Broadcast ${id}`,
          state,
          list_id: list,
          list_version_id: null,
          pinned_version_id: null,
          segment_id: null,
          seed: 1,
          gateway: 'practice',
          gateway_id: null,
          prompt_id: null,
          caller_ids: '[]',
          caller_cap: null,
          hours: '[]',
          zone: null,
          retries: '[]',
          keys: '[]',
          machine: 'off',
          ring_seconds: 30,
          talk_seconds: 120,
          abandoned_percent: 3,
          calls_per_second: 1,
          lines: 1,
          attempts: 1,
          start_at: null,
          started_at: null,
          started_by: null,
          finished_at: null,
          finished_how: null,
          suspended_because: null,
          suspended_note: null,
          job_id: null,
          copied_from: null,
          created_at: 1,
          created_by: 'fixture',
          updated_at: 1,
          deleted_at: null,
          version: 1,
        })
        .execute();
      return id;
    },
    ...diallingRecords(test, newId, (node, realm, state) => maker.broadcast(node, realm, state)),
    async person(node, realm, active) {
      const id = newId();
      const email = `${id}@x.example`;
      await db()
        .insertInto('persons')
        .values({
          id,
          realm_id: realm,
          node_id: node,
          first_name: 'Some',
          last_name: 'Body',
          email,
          email_key: email,
          password_hash: null,
          active: active ? 1 : 0,
          last_sign_in: null,
          version: 1,
          created_at: 1,
          updated_at: 1,
          deleted_at: null,
        })
        .execute();
      return id;
    },
    async assignment(node, realm, given = { pack: 'none', role: 'None' }) {
      const id = newId();
      await db()
        .insertInto('assignments')
        .values({
          id,
          realm_id: realm,
          person_id: await maker.person(node, realm, true),
          pack_id: given.pack,
          role: given.role,
          node_id: node,
          valid_from: null,
          valid_until: null,
          version: 1,
          created_at: 1,
          deleted_at: null,
        })
        .execute();
      return id;
    },
    async role(node, realm) {
      const id = newId();
      await db()
        .insertInto('custom_roles')
        .values({
          id,
          realm_id: realm,
          node_id: node,
          pack_id: 'J',
          name: `Role ${id}`,
          words: '',
          based_on: 'ANALYST',
          cells: '{}',
          created_at: 1,
          created_by: 'fixture',
          updated_at: 1,
          version: 1,
          deleted_at: null,
        })
        .execute();
      return id;
    },
    async review(node, realm) {
      const id = newId();
      const assignment = await maker.assignment(node, realm);
      await db()
        .insertInto('access_reviews')
        .values({
          id,
          realm_id: realm,
          node_id: node,
          title: `Review ${id}`,
          created_at: 1,
          created_by: 'fixture',
          closed_at: null,
          version: 1,
        })
        .execute();
      await db()
        .insertInto('access_review_items')
        .values({
          review_id: id,
          seq: 1,
          assignment_id: assignment,
          person_id: 'somebody',
          person_name: 'Some Body',
          email: 'somebody@x.example',
          pack_id: 'none',
          role: 'None',
          node_id: node,
          node_name: 'Somewhere',
          valid_from: null,
          valid_until: null,
          given_at: 1,
          orphan: null,
          verdict: null,
          decided_at: null,
          decided_by: null,
        })
        .execute();
      return { id, assignment };
    },
  };
  return maker;
}
