import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeLogStore } from '#main/db/logs/open-stores.ts';
import { dialogLogHandlers } from '#main/handlers/dialog-logs.ts';
import type { Handler, Tx } from '#main/handlers/handler.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import { dialogLogOperations } from '#shared/operations/dialog-logs.ts';
import type { OperationName } from '#shared/operations/index.ts';
import { rowsOf } from '#shared/page.ts';
import { handlerContext } from '#test/support/export-context.ts';
import {
  BOOKING,
  CLAIMS,
  type ExportWorkspace,
  fillLog,
  logRow,
  makeExportWorkspace,
  NORTH,
  REALM,
  SHOP,
  SOUTH,
} from '#test/support/export-workspace.ts';

const MAY = Date.UTC(2026, 4, 1);

let home: string;
let workspace: ExportWorkspace;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rolecall-dialog-logs-'));
  workspace = await makeExportWorkspace(home);
  fillLog(home, [
    {
      account: NORTH,
      rows: [
        logRow({ id: 'booking-1', at: MAY, channel: 'sms' }),
        logRow({ id: 'claims-1', at: MAY + 2, project: CLAIMS }),
        logRow({ id: 'booking-2', at: MAY + 3 }),
      ],
    },
    { account: SOUTH, rows: [logRow({ id: 'shop-1', at: MAY + 1, project: SHOP })] },
  ]);
});

afterAll(() => {
  closeLogStore(home);
  workspace.raw.close();
  rmSync(home, { recursive: true });
});

const run = <N extends OperationName>(handler: unknown) => handler as Handler<N>;

async function list(covered: string[], input: object = {}) {
  const { context } = Object.assign(handlerContext(workspace), { covered });
  const parsed = dialogLogOperations['dialogLogs.list'].input.parse(input);
  const handler = run<'dialogLogs.list'>(dialogLogHandlers['dialogLogs.list']);
  const reply = await handler(workspace.db as unknown as Tx, parsed, context);
  if (!reply.ok) throw new Error(reply.error.message);
  expect(dialogLogOperations['dialogLogs.list'].output.safeParse(reply.value).success).toBe(true);
  return { total: reply.value.total, ids: rowsOf(reply.value).map(({ id }) => id) };
}

describe('dialogLogs.list', () => {
  it('shows the log newest first to whom the platform, the realm or the account covers', async () => {
    const everything = ['booking-2', 'claims-1', 'shop-1', 'booking-1'];
    expect(await list([PLATFORM_ID])).toEqual({ total: 4, ids: everything });
    expect(await list([REALM])).toEqual({ total: 4, ids: everything });
    expect(await list([NORTH])).toEqual({ total: 3, ids: ['booking-2', 'claims-1', 'booking-1'] });
    expect(await list([REALM], { sort: { by: 'at', direction: 'asc' }, offset: 1, limit: 2 })).toEqual({
      total: 4,
      ids: ['shop-1', 'claims-1'],
    });
  });

  it('shows a person at one project only that project, whatever the filter or search', async () => {
    expect(await list([CLAIMS])).toEqual({ total: 1, ids: ['claims-1'] });
    expect(await list([CLAIMS], { search: 'TEXT' })).toEqual({ total: 1, ids: ['claims-1'] });
    expect(await list([CLAIMS], { project: BOOKING })).toEqual({ total: 0, ids: [] });
    expect(await list([CLAIMS], { node: SOUTH })).toEqual({ total: 0, ids: [] });
    expect(await list([CLAIMS, SOUTH])).toEqual({ total: 2, ids: ['claims-1', 'shop-1'] });
  });

  it('shows nothing to whom nothing is covered', async () => {
    expect(await list([])).toEqual({ total: 0, ids: [] });
  });

  it('looks below the asked node only', async () => {
    expect(await list([REALM], { node: BOOKING })).toEqual({ total: 2, ids: ['booking-2', 'booking-1'] });
    expect(await list([REALM], { node: SOUTH })).toEqual({ total: 1, ids: ['shop-1'] });
    expect(await list([REALM], { channel: 'sms' })).toEqual({ total: 1, ids: ['booking-1'] });
  });
});

const dialog = (project: string, session: string) =>
  run<'dialogLogs.dialog'>(dialogLogHandlers['dialogLogs.dialog'])(
    workspace.db as unknown as Tx,
    { project, session },
    handlerContext(workspace).context,
  );

describe('dialogLogs.dialog', () => {
  it('gives the messages of the session in that project, oldest first', async () => {
    const reply = await dialog(BOOKING, 'session-1');
    if (!reply.ok) throw new Error(reply.error.message);
    expect(dialogLogOperations['dialogLogs.dialog'].output.parse(reply.value).map(({ id }) => id)).toEqual([
      'booking-1',
      'booking-2',
    ]);
  });

  it('says that there is no such dialog for an unknown session or a node without a log', async () => {
    for (const [project, session] of [
      [BOOKING, 'nowhere'],
      [REALM, 'session-1'],
    ] as const) {
      expect(await dialog(project, session)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    }
  });
});
