import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOOKING, CLAIMS } from '#test/support/export-workspace.ts';
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
  folder = mkdtempSync(join(tmpdir(), 'rolecall-log-import-'));
  workspace = await makeLogWorkspace(folder);
});

afterEach(() => {
  workspace.raw.close();
  rmSync(folder, { recursive: true });
});

const some = (count: number) => Array.from({ length: count }, (_, index) => jsonMessage(index));
const jsonl = (objects: readonly unknown[], name = 'log.jsonl') => ({ name, contents: jsonLines(objects) });

const csv = (id: string) =>
  `id;time;client;session;text;direction\r\n${id};2026-05-01 10:00:00;c;s;"Grüße; ""zitiert""\nzweite Zeile";in\r\n`;

describe('importing a dialog log', () => {
  it('takes every field of JSON Lines, and keeps what it does not know as JSON', async () => {
    const full = {
      id: 'm-1',
      time: '2026-05-01T12:00:00.250+02:00',
      project: 'claims',
      channel: 'Voice',
      client: '+12025550100',
      session: 's-1',
      direction: 'incoming',
      speaker: 'caller',
      text: 'Grüße 👋',
      intent: 'greeting',
      confidence: 0.75,
      tags: ['vip', 'new', 'vip'],
      asr: { model: 'x' },
      lang: 'de',
    };
    const { end } = await importLog(workspace, jsonl([full]));
    expect(end).toMatchObject({ state: 'done', result: { read: 1, added: 1, known: 0, refused: 0 } });
    expect(messagesIn(workspace)).toEqual([
      {
        id: 'm-1',
        at: Date.UTC(2026, 4, 1, 10, 0, 0, 250),
        account: expect.any(String) as string,
        project: CLAIMS,
        channel: 'voice',
        client: '+12025550100',
        session: 's-1',
        direction: 'in',
        speaker: 'caller',
        text: 'Grüße 👋',
        intent: 'greeting',
        confidence: 0.75,
        tags: ['vip', 'new'],
      },
    ]);
  });

  it('takes CSV, gzip, UTF-16 and Windows-1252 alike', async () => {
    const files = [
      { name: 'a.csv', contents: csv('a') },
      { name: 'b.csv.gz', contents: gzipSync(csv('b')) },
      { name: 'c.csv', contents: Buffer.from(`\uFEFF${csv('c')}`, 'utf16le') },
      { name: 'd.csv', contents: Buffer.from(csv('d'), 'latin1') },
      { name: 'e.jsonl.gz', contents: gzipSync(jsonLines([jsonMessage(1)])) },
    ];
    for (const file of files) {
      const { end } = await importLog(workspace, file);
      expect(end, file.name).toMatchObject({ state: 'done', result: { read: 1, added: 1 } });
    }
    const texts = messagesIn(workspace).map(({ text }) => text);
    expect(texts.filter((text) => text === 'Grüße; "zitiert"\nzweite Zeile')).toHaveLength(4);
  });

  it('adds nothing from the same file twice, and reports a known message with another text or time', async () => {
    await importLog(workspace, jsonl(some(250)));
    const again = await importLog(workspace, jsonl(some(250)));
    expect(again.end.result).toEqual({ read: 250, added: 0, known: 250, differing: 0, refused: 0 });
    const changed = await importLog(
      workspace,
      jsonl([jsonMessage(3, { text: 'otherwise' }), jsonMessage(900)]),
    );
    expect(changed.end.result).toEqual({ read: 2, added: 1, known: 1, differing: 1, refused: 0 });
    expect(changed.problems).toMatchObject([{ row: 1, outcome: 'differing' }]);
    const moved = await importLog(workspace, jsonl([jsonMessage(3, { timestamp: '2026-02-03T04:05:06Z' })]));
    expect(moved.end.result).toEqual({ read: 1, added: 0, known: 1, differing: 1, refused: 0 });
    expect(moved.problems).toMatchObject([
      { row: 1, reason: expect.stringMatching(/text or time/) as string },
    ]);
    expect(messagesIn(workspace).filter(({ text }) => text === 'otherwise')).toEqual([]);
    expect(messagesIn(workspace)).toHaveLength(251);
  });

  it('accounts for every row: refused ones are named with their reason', async () => {
    const rows = [
      jsonMessage(0),
      jsonMessage(1, { timestamp: Date.UTC(2026, 4, 1) / 1000 }),
      jsonMessage(2, { timestamp: '2093-01-01T00:00:00Z' }),
      jsonMessage(3, { client_id: '' }),
      jsonMessage(4, { direction: 'sideways' }),
      jsonMessage(5, { project: 'Nowhere' }),
      jsonMessage(6, { confidence: 7 }),
      jsonMessage(7, { timestamp: 'yesterday' }),
      jsonMessage(8, { message_id: null }),
    ];
    const contents = `${jsonLines(rows)}not json\n[1]\n`;
    const { end, problems } = await importLog(
      workspace,
      { name: 'bad.jsonl', contents },
      { reading: { timeUnit: 'ms' } },
    );
    expect(end.result).toEqual({ read: 11, added: 1, known: 0, differing: 0, refused: 10 });
    expect(problems.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const reasons = problems.map(({ reason }) => reason);
    expect(reasons[0]).toMatch(/in seconds, but this file's times are read as milliseconds/);
    expect(reasons[1]).toMatch(/lies in the future/);
    expect(reasons[2]).toMatch(/no client/);
    expect(reasons[4]).toMatch(/no project "Nowhere"/);
    expect(reasons[8]).toMatch(/no JSON object/);
    expect(problems[8]?.line).toBe('not json');
  });

  it('finds the unit of times by itself', async () => {
    for (const [unit, factor] of [
      ['s', 1e-3],
      ['ms', 1],
      ['us', 1e3],
    ] as const) {
      const rows = some(3).map((row, index) => ({
        ...row,
        message_id: `${unit}-${index}`,
        timestamp: (Date.UTC(2026, 4, 1) + index * 1_000) * factor,
      }));
      const { end } = await importLog(workspace, jsonl(rows, `${unit}.jsonl`));
      expect(end.result).toMatchObject({ added: 3 });
    }
    const times = messagesIn(workspace).map(({ at }) => at - Date.UTC(2026, 4, 1));
    expect(times).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000, 2_000, 2_000]);
  });

  it('imports what an export wrote, with columns mapped by hand where their names say nothing', async () => {
    const contents = 'A,B,C,D,E,F\nm-1,2026-05-01T00:00:00Z,c,s,hello,{"lang":"en"}\n';
    const columns = { A: 'id', B: 'time', C: 'client', D: 'session', E: 'text', F: 'skip' } as const;
    const { end } = await importLog(workspace, { name: 'x.csv', contents }, { reading: { columns } });
    expect(end.result).toMatchObject({ read: 1, added: 1 });
    const without = await importLog(workspace, { name: 'y.csv', contents });
    expect(without.end).toMatchObject({ state: 'failed' });
    expect(without.end.message).toMatch(
      /No column holds the message's id, the time, the client, the session, and the text/,
    );
  });

  it('keeps the clients of each project with their first and last times', async () => {
    await importLog(
      workspace,
      jsonl([jsonMessage(5, { client_id: 'ann' }), jsonMessage(1, { client_id: 'ann' })]),
    );
    await importLog(workspace, jsonl([jsonMessage(9, { client_id: 'ann', channel: 'sms' })]));
    const clients = workspace.raw
      .prepare('select node_id, client, channel, first_at, last_at from log_clients')
      .all();
    expect(clients).toEqual([
      {
        node_id: BOOKING,
        client: 'ann',
        channel: 'sms',
        first_at: Date.UTC(2026, 4, 1, 0, 1),
        last_at: Date.UTC(2026, 4, 1, 0, 9),
      },
    ]);
  });

  it('keeps what is in the log when it is cancelled, and goes on from there when it is told to', async () => {
    let asked = 0;
    const rows = Array.from({ length: 6_000 }, (_, index) => jsonMessage(index, { pad: 'x'.repeat(200) }));
    const { end } = await importLog(workspace, jsonl(rows), {
      cancelWhen: () => {
        asked += 1;
        return asked > 9;
      },
    });
    expect(end.state).toBe('cancelled');
    const { added } = end.result as { added: number };
    expect(messagesIn(workspace)).toHaveLength(added);
    const again = await importLog(workspace, jsonl(rows));
    expect(again.end.result).toMatchObject({ read: 6_000, added: 6_000 - added, known: added });
  });
});
