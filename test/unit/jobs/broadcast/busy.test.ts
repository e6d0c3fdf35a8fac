import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRaw } from '#main/db/open.ts';
import { fictionalNumbers } from '#main/demo/numbers.ts';
import { TestConsole } from '#test/support/broadcast-console.ts';
import { addList, broadcastDatabase } from '#test/support/broadcast-job.ts';

it('while another connection writes for long nobody is called, and nothing that ended is forgotten', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-busy-'));
  const file = join(folder, 'rolecall.db');
  const at = await broadcastDatabase(file);
  const desk = new TestConsole(at);
  const numbers = fictionalNumbers({ seed: 4, count: 60 });
  const list = addList(at, { numbers });
  const settings = { callsPerSecond: 20, attempts: 1 };
  const { id } = await desk.do('broadcasts.create', {
    node: at.account,
    name: 'A',
    list: list.id,
    ...settings,
  });
  await desk.do('broadcasts.start', { id });
  await desk.clock.pass(1_000);
  const before = desk.dialled.length;
  const other = openRaw(file);
  other.exec('begin immediate');
  await desk.clock.pass(120);
  expect(desk.dialled).toHaveLength(before);
  other.exec('commit');
  other.close();
  await desk.clock.pass(30_000);
  expect(desk.state(id)).toMatchObject({ state: 'finished', finished_how: 'completed' });
  expect(desk.dialled).toHaveLength(60);
  expect(desk.counts(id)).toMatchObject({ done: 60, attempts: 60, live: 0 });
  await at.db.destroy();
  rmSync(folder, { recursive: true });
});
