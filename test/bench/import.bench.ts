import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import papaparse from 'papaparse';
import { openRaw } from '#main/db/open.ts';
import type { JobEnd } from '#main/jobs/job.ts';
import { CANCEL, type FromJob, GO_ON, type JobStart } from '#main/jobs/messages.ts';
import { jobId, ListWorkspace } from '#test/support/number-lists.ts';
import type { BenchLine } from './bench-line.ts';
import { writeRows } from './import-rows.ts';

const ROWS = 1_000_000;
const WRITE_WORKBOOK = fileURLToPath(new URL('write-workbook.ts', import.meta.url));
const THREAD = new URL('../../src/main/jobs/thread.ts', import.meta.url);

/** Figures of the import of a million rows, by the job thread of the product. */
export async function run(): Promise<BenchLine[]> {
  const at = await ListWorkspace.make();
  try {
    const file = at.file('rows.csv', '');
    writeRows(file, ROWS);
    // The first job thread loads (and, run from source, strips the types of) its modules.
    await importRows(at, at.file('few.csv', 'Phone\n4155552671\n'));
    const idle = idleLoop();
    const whole = await importRows(at, file);
    const idleStall = await idle.stop();
    const beside = await importRows(at, file, { writeBeside: true });
    const cancelled = await importRows(at, file, { cancelAt: 0.9 });
    const workbook = at.file('rows.xlsx', '');
    await promisify(execFile)(process.execPath, [WRITE_WORKBOOK, file, workbook]);
    const asWorkbook = await importRows(at, workbook);
    // Against what there was before all imports: a process keeps some of what it once had.
    const more = asWorkbook.most - whole.before;
    const [parsing, reading] = [await parse(file), await readNumbers(file)];
    const ratio = (parsing + reading) / whole.ms;
    return [
      {
        name: `Import of 1,000,000 rows in ${seconds(whole.ms)}; papaparse ${seconds(parsing)} and libphonenumber-js/max ${seconds(reading)} alone`,
        asked: 'at least 0.5 of their speed',
        measured: `${ratio.toFixed(2)} times their speed`,
        ok: ratio >= 0.5 && whole.end.result['read'] === ROWS,
      },
      line('Memory growth of the process during the import', 'under 150 MB', {
        measured: (whole.most - whole.before) / 1e6,
        limit: 150,
        unit: 'MB',
      }),
      {
        name: `Memory growth while the same is imported from a workbook, in ${seconds(asWorkbook.ms)}`,
        asked: 'under 250 MB',
        measured: `${(more / 1e6).toFixed(1)} MB`,
        ok: more < 250e6 && asWorkbook.end.result['accepted'] === whole.end.result['accepted'],
      },
      {
        name: "Main thread's longest stall during the import",
        asked: 'under 50 ms more than an idle process has in the same seconds',
        measured: `${whole.stall.toFixed(1)} ms; the idle process ${idleStall.toFixed(1)} ms`,
        ok: whole.stall < idleStall + 50,
      },
      line("Another connection's longest wait for a write during the import", 'under 100 ms', {
        measured: beside.wait,
        limit: 100,
        unit: 'ms',
      }),
      line('From cancel at 90 % of the file to nothing left of it', 'under 1,000 ms', {
        measured: cancelled.stopping,
        limit: 1_000,
        unit: 'ms',
      }),
    ];
  } finally {
    at.remove();
  }
}

function line(
  name: string,
  asked: string,
  { measured, limit, unit }: { measured: number; limit: number; unit: string },
): BenchLine {
  return { name, asked, measured: `${measured.toFixed(1)} ${unit}`, ok: measured < limit };
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

interface Measured {
  readonly end: JobEnd;
  readonly ms: number;
  /** Bytes of the process before it, and at most while it ran. */
  readonly before: number;
  readonly most: number;
  /** Milliseconds. */
  readonly stall: number;
  readonly wait: number;
  readonly stopping: number;
}

async function importRows(
  at: ListWorkspace,
  file: string,
  { cancelAt = 2, writeBeside = false } = {},
): Promise<Measured> {
  const signal = new SharedArrayBuffer(4);
  Atomics.store(new Int32Array(signal), 0, GO_ON);
  const params = at.newList(file);
  const start: JobStart = {
    id: jobId(params.version),
    kind: 'import-number-list',
    folder: at.folder,
    params,
    resume: null,
    signal,
  };
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const began = performance.now();
  let [stall, most, cancelledAt, ended] = [0, before, 0, 0];
  const worker = new Worker(THREAD, { workerData: start });
  let end: JobEnd | undefined;
  worker.on('message', (message: FromJob) => {
    if (message.type === 'end') {
      end = message.end;
      ended = performance.now();
    }
    if (
      message.type === 'progress' &&
      cancelledAt === 0 &&
      message.progress.done > cancelAt * (message.progress.total ?? 1)
    ) {
      cancelledAt = performance.now();
      Atomics.store(new Int32Array(signal), 0, CANCEL);
    }
  });
  const exited = once(worker, 'exit');
  const writing = writeBeside ? writeUntil(at, () => ended > 0) : Promise.resolve(0);
  // oxlint-disable-next-line no-unmodified-loop-condition -- the listener above does.
  while (ended === 0) {
    const turn = performance.now();
    await sleep(1);
    if (!writeBeside) stall = Math.max(stall, performance.now() - turn - 1);
    most = Math.max(most, process.memoryUsage.rss());
  }
  await exited;
  const wait = await writing;
  return {
    end: end as JobEnd,
    ms: ended - began,
    before,
    most,
    stall,
    wait,
    stopping: ended - cancelledAt,
  };
}

function idleLoop(): { stop(): Promise<number> } {
  const child = spawn(process.execPath, [fileURLToPath(new URL('idle-loop.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  return {
    stop: async () => {
      child.stdin.end();
      await once(child, 'close');
      return Number(output);
    },
  };
}

/** Writes a row every 20 ms on a connection of its own, as the service does; its longest wait in ms. */
async function writeUntil(at: ListWorkspace, done: () => boolean): Promise<number> {
  const db = openRaw(`${at.folder}/rolecall.db`);
  const write = db.prepare("insert or replace into workspace (key, value) values ('bench', ?)");
  let wait = 0;
  while (!done()) {
    const asked = performance.now();
    write.run(String(asked));
    wait = Math.max(wait, performance.now() - asked);
    await sleep(20);
  }
  db.close();
  return wait;
}

/** papaparse alone, fed decoded strings. */
async function parse(file: string): Promise<number> {
  const began = performance.now();
  let rows = 0;
  const parser = new papaparse.Parser({
    delimiter: ';',
    newline: '\r\n',
    step: () => {
      rows += 1;
    },
  });
  let rest = '';
  for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: 1_048_576 })) {
    rest += text as string;
    const last = rest.lastIndexOf('\r\n');
    parser.parse(rest.slice(0, last + 2), 0, true);
    rest = rest.slice(last + 2);
  }
  if (rows < ROWS) throw new Error(`papaparse read ${rows} rows.`);
  return performance.now() - began;
}

/** libphonenumber-js/max alone, over the same numbers. */
async function readNumbers(file: string): Promise<number> {
  let rest = '';
  let [valid, spent] = [0, 0];
  for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: 1_048_576 })) {
    const lines = (rest + (text as string)).split('\r\n');
    rest = lines.pop() as string;
    const numbers = lines.map((row) => row.slice(0, row.indexOf(';')));
    const began = performance.now();
    for (const number of numbers) {
      if (parsePhoneNumberFromString(number, 'US')?.isValid()) valid += 1;
    }
    spent += performance.now() - began;
  }
  if (valid < 0.9 * ROWS) throw new Error(`The library took ${valid} numbers.`);
  return spent;
}
