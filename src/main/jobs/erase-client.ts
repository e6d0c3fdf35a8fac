import { setTimeout as sleep } from 'node:timers/promises';
import { z } from '#shared/zod.ts';
import { eraseClient } from '../db/logs/erase.ts';
import { monthsOf } from '../db/logs/files.ts';
import { faultMessage } from './import/fault.ts';
import type { JobEnd, JobHandle, JobRunner } from './job.ts';

const eraseParams = z.object({ account: z.string(), client: z.string() });
type EraseParams = z.output<typeof eraseParams>;

/** How often, and how long apart (ms), a file is asked again that somebody reads from. */
const TRIES = 240;
const PAUSE = 250;

/**
 * Erases a client from an account's log: the messages in every month with their index, the client's own row and what
 * import reports say of it; then rewrites the files, so that nothing of it is left in their pages or write-ahead logs.
 * May be repeated. Ends with the counts `messages` and `months`. Exports and the files that were imported are not
 * Rolecall's to change.
 */
export const eraseClientJob: JobRunner<EraseParams> = async (params, job) => {
  const asked = eraseParams.parse(params);
  try {
    return await run(asked, job);
  } catch (error) {
    const message = faultMessage(error);
    if (message === null) throw error;
    return {
      state: 'failed',
      message: `${message.replace('Nothing was imported', 'The erasure is not complete')} Erase the client again.`,
      result: {},
    };
  }
};

async function run({ account, client }: EraseParams, job: JobHandle): Promise<JobEnd> {
  const months = monthsOf(job.folder, account);
  let messages = 0;
  for (const [index, month] of months.entries()) {
    if (job.closing()) {
      return {
        state: 'interrupted',
        message: 'The erasure goes on when Rolecall is started again.',
        result: {},
      };
    }
    const { messages: erased, clean } = eraseClient(job.folder, { account, month }, client);
    messages += erased;
    if (!clean) await emptied(() => eraseClient(job.folder, { account, month }, client).clean);
    job.progress({ done: index + 1, total: months.length });
    job.changed('dialogLogs');
  }
  eraseRecords(job, account, client);
  job.changed('clients', 'logImports');
  const words = `${messages.toLocaleString('en')} ${messages === 1 ? 'message' : 'messages'}`;
  return {
    state: 'done',
    message: `Erased: ${words} in ${months.length} months. Exports and imported files elsewhere are not touched.`,
    result: { messages, months: months.length },
  };
}

async function emptied(attempt: () => boolean): Promise<void> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    await sleep(PAUSE);
    if (attempt()) return;
  }
  throw Object.assign(new Error('A file of the log is being read.'), { code: 'SQLITE_BUSY' });
}

/** In `rolecall.db`: the client's rows, the report's lines that name it, and this job's own knowledge of it. */
function eraseRecords(job: JobHandle, account: string, client: string): void {
  const { db } = job;
  db.pragma('secure_delete = ON');
  db.transaction(() => {
    db.prepare('delete from log_clients where account_id = ? and client = ?').run(account, client);
    db.prepare(
      `delete from log_import_problems
       where instr(line, ?) > 0 and import_id in (select id from log_imports where node_id = ?)`,
    ).run(client, account);
    db.prepare(`update jobs set params = json_remove(params, '$.client') where id = ?`).run(job.id);
  }).immediate();
  const calling = db.prepare(`select 1 from jobs where kind = 'broadcast' and state = 'running'`).get();
  // Rewriting holds up writers; a running broadcast must not wait.
  if (calling === undefined) {
    db.pragma('temp_store = FILE');
    db.exec('vacuum');
  }
  db.pragma('wal_checkpoint(TRUNCATE)');
}
