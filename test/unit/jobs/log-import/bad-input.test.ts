import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogStore, openLogStore } from '#main/db/logs/store.ts';
import { openRaw } from '#main/db/open.ts';
import { logRow, NORTH } from '#test/support/export-workspace.ts';
import {
  importLog,
  jsonLines,
  jsonMessage,
  type LogWorkspace,
  makeLogWorkspace,
  messagesIn,
} from '#test/support/log-import.ts';

let folder: string;
let workspace: LogWorkspace;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-log-bad-'));
  workspace = await makeLogWorkspace(folder);
});

afterEach(() => {
  workspace.raw.close();
  rmSync(folder, { recursive: true });
});

const lines = (count: number) => jsonLines(Array.from({ length: count }, (_, index) => jsonMessage(index)));

/** Incompressible words, so that a cut gzip still gives some rows. */
function wordy(count: number): string {
  let seed = 7;
  const word = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed.toString(36);
  };
  const rows = Array.from({ length: count }, (_, index) =>
    jsonMessage(index, { text: Array.from({ length: 40 }, word).join(' ') }),
  );
  return jsonLines(rows);
}

const row = (id: number, text: string) => `m-${id},2026-05-01T00:00:00Z,c,s,${text}\n`;

describe('a log file that is not as it should be', () => {
  it('cut-off gzip is refused as a whole, naming the row', async () => {
    const whole = gzipSync(wordy(5_000));
    const { end } = await importLog(workspace, {
      name: 'cut.jsonl.gz',
      contents: whole.subarray(0, whole.length - 1_000),
    });
    expect(end.state).toBe('failed');
    expect(end.message).toMatch(/cut off in row 4,9\d\d.*Nothing was imported/);
    expect(messagesIn(workspace)).toEqual([]);
  });

  it('damaged gzip is refused as a whole, naming the row', async () => {
    const whole = gzipSync(wordy(5_000));
    whole.fill(0xff, 300_000, 300_040);
    const { end } = await importLog(workspace, { name: 'bad.jsonl.gz', contents: whole });
    expect(end.message).toMatch(/damaged in row [\d,]+ or soon after\. Nothing was imported/);
    expect(messagesIn(workspace)).toEqual([]);
  });

  it('mixed encodings are refused as a whole, naming the row', async () => {
    const contents = Buffer.concat([
      Buffer.from(jsonLines([jsonMessage(0, { text: 'Grüße' }), jsonMessage(1)])),
      Buffer.from(jsonLines([jsonMessage(2, { text: 'Straße' })]), 'latin1'),
    ]);
    const { end } = await importLog(workspace, { name: 'mixed.jsonl', contents });
    expect(end.message).toMatch(/Row 3 is not UTF-8 although other rows are: the file mixes encodings/);
    expect(messagesIn(workspace)).toEqual([]);
  });

  it('a line of 50 MB is one refused row, and the rows around it are taken', async () => {
    const long = JSON.stringify(jsonMessage(1, { text: 'x'.repeat(50_000_000) }));
    const contents = `${lines(1)}${long}\n${jsonLines([jsonMessage(2)])}`;
    const before = process.memoryUsage().rss;
    const { end, problems } = await importLog(workspace, { name: 'long.jsonl', contents });
    expect(end.result).toMatchObject({ read: 3, added: 2, refused: 1 });
    expect(problems).toMatchObject([
      { row: 2, reason: expect.stringMatching(/50,000,\d\d\d characters long/) as string },
    ]);
    expect(problems[0]?.line.length).toBeLessThanOrEqual(2_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
  });

  it('a row of CSV that is too long stops the import before it begins, naming the row', async () => {
    const contents = `id,time,client,session,text\n${row(1, 'a')}${row(2, 'x'.repeat(2_000_000))}`;
    const { end } = await importLog(workspace, { name: 'long.csv', contents });
    expect(end.message).toMatch(/Row 3 is longer than 1,048,576 characters.*Nothing was imported/);
    expect(messagesIn(workspace)).toEqual([]);
  });

  it('a million columns are refused, naming the row', async () => {
    const contents = `${Array.from({ length: 1_000_000 }, (_, index) => `c${index}`).join(',')}\n`;
    const { end } = await importLog(workspace, { name: 'wide.csv', contents });
    expect(end.message).toMatch(/Row 1 has more than 1,000 columns/);
    const wide = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`f${index}`, 1]));
    const json = await importLog(workspace, {
      name: 'wide.jsonl',
      contents: jsonLines([jsonMessage(1), wide]),
    });
    expect(json.end.result).toMatchObject({ added: 1, refused: 1 });
    expect(json.problems[0]?.reason).toMatch(/more than 1,000 fields/);
  });

  it('rows of another width are refused each by itself', async () => {
    const contents =
      'id,time,client,session,text\nm-1,2026-05-01T00:00:00Z,c,s\nm-2,2026-05-01T00:00:00Z,c,s,t\n';
    const { end, problems } = await importLog(workspace, { name: 'uneven.csv', contents });
    expect(end.result).toMatchObject({ added: 1, refused: 1 });
    expect(problems).toMatchObject([{ row: 2, reason: 'It has 4 cells, but the file has 5 columns.' }]);
  });

  it('other kinds of files are refused with what to do', async () => {
    const refusal = async (contents: string | Uint8Array) =>
      (await importLog(workspace, { name: 'other', contents })).end.message;
    expect(await refusal('')).toMatch(/empty/);
    expect(await refusal('[{"id":1}]')).toMatch(/JSON array/);
    expect(await refusal(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 9]))).toMatch(/no text/);
    expect((await importLog(workspace, { file: join(folder, 'gone.jsonl') })).end.message).toMatch(
      /not there/,
    );
    expect((await importLog(workspace, { file: folder })).end.message).toMatch(/no file|folder/);
  });

  it('a file that changes while it is imported stops it, and importing it again completes it', async () => {
    const file = join(folder, 'growing.jsonl');
    writeFileSync(file, lines(5_000));
    let asked = 0;
    const { end } = await importLog(
      workspace,
      { file },
      {
        cancelWhen: () => {
          asked += 1;
          if (asked === 6) writeFileSync(file, lines(5_001));
          return false;
        },
      },
    );
    expect(end.state).toBe('failed');
    expect(end.message).toMatch(/changed while it was being imported/);
    const again = await importLog(workspace, { file });
    expect(again.end.result).toMatchObject({ read: 5_001 });
    expect(messagesIn(workspace)).toHaveLength(5_001);
  });

  it('a log that another program holds stops the import with the row up to which all is there', async () => {
    const store = openLogStore(folder);
    store.append({ account: NORTH, rows: [logRow({ id: 'first', at: Date.UTC(2026, 4, 1) })] });
    store.close();
    const other = openRaw(join(folder, 'logs', NORTH, '2026-05.sqlite'));
    other.exec('begin exclusive');
    const { end } = await importLog(workspace, { name: 'held.jsonl', contents: lines(10) });
    other.exec('rollback');
    other.close();
    expect(end.state).toBe('failed');
    expect(end.message).toMatch(/Another program holds the log's file\. Nothing was imported/);
    const again = await importLog(workspace, { name: 'held.jsonl', contents: lines(10) });
    expect(again.end.result).toMatchObject({ added: 10 });
  }, 20_000);

  it('a full disk stops the import with what is there, and importing again completes it', async () => {
    const contents = lines(6_000);
    let batches = 0;
    const full = (place: string): LogStore => {
      const store = openLogStore(place);
      const append: LogStore['append'] = (batch, mark) => {
        batches += 1;
        if (batches === 3)
          throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
        return store.append(batch, mark);
      };
      return { ...store, append };
    };
    const { end } = await importLog(workspace, { name: 'full.jsonl', contents }, { openStore: full });
    const stored = messagesIn(workspace).length;
    expect(stored).toBeGreaterThan(0);
    expect(end).toMatchObject({ state: 'failed', result: { added: stored } });
    expect(end.message).toMatch(/The disk became full\. What the file has up to row [\d,]+ is in the log/);
    const again = await importLog(workspace, { name: 'full.jsonl', contents });
    expect(again.end.result).toEqual({
      read: 6_000,
      added: 6_000 - stored,
      known: stored,
      differing: 0,
      refused: 0,
    });
    expect(messagesIn(workspace)).toHaveLength(6_000);
  });
});
