import { promptOf } from '#main/jobs/audio/prompt.ts';
import type { BroadcastState } from '#shared/operations/broadcasts.ts';
import type { TestService } from './service.ts';

/** Records that the dialler works with, made past the door. */
export interface DiallingRecords {
  /** A broadcast with one number: finished and not called, or suspended and interrupted. */
  called(node: string, realm: string, left: 'not-called' | 'interrupted'): Promise<string>;
  gateway(node: string, realm: string): Promise<string>;
  prompt(node: string, realm: string): Promise<string>;
  /** Not verified. */
  callerId(node: string, realm: string): Promise<string>;
}

let callers = 0;

export function diallingRecords(
  test: TestService,
  newId: () => string,
  broadcast: (node: string, realm: string, state: BroadcastState) => Promise<string>,
): DiallingRecords {
  const db = () => test.service.writer;
  return {
    async called(node, realm, left) {
      const id = await broadcast(node, realm, left === 'not-called' ? 'finished' : 'suspended');
      const row = await db()
        .selectFrom('broadcasts')
        .select('key')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const number = { number: 12_125_550_101, name: '', attempts: 0, last_outcome: null, due: 0 };
      const place = { zone: null, zone_key: null, caller_id: null };
      await db()
        .insertInto('broadcast_numbers')
        .values({ broadcast_key: row.key, seq: 1, ...number, ...place, state: left })
        .execute();
      const sums = { total: 1, done: 0, answered: 0, interrupted: 0, not_called: 0, attempts: 0, live: 0 };
      const sum = left === 'not-called' ? { not_called: 1 } : { interrupted: 1 };
      await db()
        .insertInto('broadcast_counts')
        .values({ broadcast_key: row.key, ...sums, ...sum })
        .execute();
      return id;
    },
    async gateway(node, realm) {
      const id = newId();
      const common = { id, realm_id: realm, node_id: node, name: `Gateway ${id}` };
      await db()
        .insertInto('gateways')
        .values({
          ...common,
          kind: 'practice-sip',
          settings: '{}',
          secret: null,
          calls_per_second: 5,
          lines: 5,
          checked_at: null,
          check_fault: null,
          created_at: 1,
          created_by: 'fixture',
          updated_at: 1,
          deleted_at: null,
          version: 1,
        })
        .execute();
      return id;
    },
    async prompt(node, realm) {
      const id = newId();
      const ulaw = Buffer.alloc(4_000, 0x55);
      await db()
        .insertInto('prompts')
        .values({
          id,
          realm_id: realm,
          node_id: node,
          name: `Prompt ${id}`,
          source_name: 'hello.wav',
          ulaw,
          sha256: promptOf(ulaw).sha256,
          ms: 500,
          created_at: 1,
          created_by: 'fixture',
          deleted_at: null,
          version: 1,
        })
        .execute();
      return id;
    },
    async callerId(node, realm) {
      const id = newId();
      await db()
        .insertInto('caller_ids')
        .values({
          id,
          realm_id: realm,
          node_id: node,
          number: 12_025_550_000 + ++callers,
          name: `Caller ${id}`,
          verified_at: null,
          verified_by: null,
          evidence: '',
          created_at: 1,
          created_by: 'fixture',
          updated_at: 1,
          deleted_at: null,
          version: 1,
        })
        .execute();
      return id;
    },
  };
}
