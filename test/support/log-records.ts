import type { RecordMaker } from './records.ts';
import type { TestService } from './service.ts';

/** Makes what belongs to dialog logs past the door: clients, imports, exports and nightly exports. */
export function logRecords(
  test: TestService,
  newId: () => string,
): Pick<RecordMaker, 'client' | 'logImport' | 'schedule' | 'rawExport'> {
  const db = () => test.service.writer;
  return {
    async client(node, realm, blocked) {
      const id = newId();
      const seen = { channel: 'web', first_at: 1, last_at: 2, version: 1 };
      const block = { blocked_at: blocked ? 3 : null, blocked_by: null };
      await db()
        .insertInto('log_clients')
        .values({
          ...seen,
          ...block,
          id,
          realm_id: realm,
          account_id: node,
          node_id: node,
          client: `client ${id}`,
        })
        .execute();
      return id;
    },
    async logImport(node, realm) {
      const [id, job] = [newId(), newId()];
      const person = await db().selectFrom('persons').select('id').executeTakeFirstOrThrow();
      const counts = {
        done: 1,
        total: 1,
        unit: 'bytes',
        message: '',
        created_at: 1,
        started_at: 1,
        ended_at: 1,
      };
      await db()
        .insertInto('jobs')
        .values({
          ...counts,
          id: job,
          realm_id: realm,
          node_id: node,
          kind: 'import-dialog-log',
          title: 'Import',
          state: 'done',
          person_id: person.id,
          command_id: '',
          params: '{}',
          resume: null,
          result: null,
          subject_id: id,
        })
        .execute();
      await db()
        .insertInto('log_imports')
        .values({
          id,
          realm_id: realm,
          node_id: node,
          job_id: job,
          file: '/log.jsonl',
          name: 'log.jsonl',
          source: 'person',
          sha256: '',
          read: 1,
          added: 1,
          refused: 0,
          differing: 0,
          created_at: 1,
          created_by: person.id,
          deleted_at: null,
          version: 1,
        })
        .execute();
      return id;
    },
    async schedule(node, realm, folder) {
      const id = newId();
      const person = await db().selectFrom('persons').select('id').executeTakeFirstOrThrow();
      await db()
        .insertInto('export_schedules')
        .values({
          id,
          realm_id: realm,
          node_id: node,
          file: `${folder}/nightly-${id}.csv`,
          options: JSON.stringify({ profile: 'raw', bom: false, gzip: false, localTimes: false }),
          filter: '{}',
          zone: 'UTC',
          hour: 1,
          keep_days: 7,
          first_day: '2026-05-30',
          problem: '',
          created_at: 1,
          created_by: person.id,
          deleted_at: null,
          version: 1,
        })
        .execute();
      return id;
    },
    async rawExport(node, realm) {
      const [id, job] = [newId(), newId()];
      const place = { realm_id: realm, node_id: node, created_at: 1 };
      const person = await db().selectFrom('persons').select('id').executeTakeFirstOrThrow();
      await db()
        .insertInto('jobs')
        .values({
          ...place,
          id: job,
          kind: 'export-raw-log',
          title: 'Export',
          state: 'done',
          person_id: person.id,
          command_id: newId(),
          params: '{}',
          resume: null,
          result: null,
          subject_id: id,
          done: 0,
          total: null,
          unit: 'rows',
          message: '',
          started_at: null,
          ended_at: 1,
        })
        .execute();
      await db()
        .insertInto('exports')
        .values({
          ...place,
          id,
          job_id: job,
          file: `/nowhere/${id}.csv`,
          profile: 'raw',
          options: '{"gzip":false}',
          filter: '{}',
          rows: 0,
          bytes: 0,
          sha256: '',
          files: '[]',
          state: 'done',
          schedule_id: null,
          day: '',
          removed_at: null,
          created_by: person.id,
          deleted_at: null,
          version: 1,
        })
        .execute();
      return id;
    },
  };
}
