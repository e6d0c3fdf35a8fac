import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp, newFolder } from '../support/app.ts';
import { type DemoWorkspace, demoWorkspace } from '../support/demo-workspace.ts';
import { Console } from './pages/console.ts';
import { DialogLogsPage } from './pages/dialog-logs.ts';
import { LogImportsPage } from './pages/log-imports.ts';

const TAG = 'ask again';
const WORD = 'Flaschenpostamt';

const message = (id: number, more: object) => ({
  message_id: `harbour-${id}`,
  timestamp: new Date(Date.now() - 3_600_000 + id * 1_000).toISOString(),
  client_id: 'harbour-guest',
  session_id: 'harbour-session',
  channel: 'web',
  ...more,
});

/** A log as a platform writes it, with a row that nobody can place. */
function platformLog(): string {
  const rows = [
    message(1, { direction: 'out', text: 'Good day.' }),
    message(2, { direction: 'in', text: `Is this the ${WORD}?`, intent: 'greeting', confidence: 0.9 }),
    message(3, { direction: 'in', text: 'Nobody says this.', client_id: null }),
  ];
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

test.describe.configure({ mode: 'serial', timeout: 120_000 });

test.describe('dialog logs', () => {
  let demo: DemoWorkspace;
  let launched: LaunchedApp;
  let folder: string;
  let window: Console;
  let logs: DialogLogsPage;

  const personWith = (role: string): string => {
    const person = demo.people.find(({ roles }) => roles.length === 1 && roles[0]?.role === role);
    if (person === undefined) throw new Error(`The demo workspace has nobody who is only ${role}.`);
    return person.name;
  };
  const enterAs = (role: string) => window.signInAs(personWith(role), role);

  test.beforeAll(async () => {
    // Making the demo workspace takes its time on a busy machine.
    test.setTimeout(180_000);
    demo = await demoWorkspace();
    folder = newFolder();
    launched = await launchApp({ workspace: demo.workspace });
    window = new Console(launched.page);
    logs = new DialogLogsPage(launched.page);
  });

  test.afterAll(async () => {
    await launched.close();
    rmSync(folder, { recursive: true, force: true });
    demo.remove();
  });

  test('ACCESSOR tags a message, sees its tags and no counts, and cannot export', async () => {
    await enterAs('ACCESSOR');
    const areas = await window.areaNames();
    expect(areas).toEqual(expect.arrayContaining(['Dialog logs', 'Clients', 'Projects', 'User flow']));
    expect(areas).not.toContain('Exports');
    await window.open('Dialog logs');
    await logs.row(1).click();
    await logs.current.waitFor();
    await logs.tags.fill(TAG);
    await logs.tags.press('Enter');
    await expect(logs.current.getByText(TAG)).toBeVisible();
    await window.expectAccessible();
    expect(await window.ask('dialogLogs.tags', {})).toMatchObject({
      ok: true,
      value: expect.arrayContaining([{ tag: TAG, messages: null }]),
    });
    expect(await window.ask('dialogLogs.list', { tag: TAG })).toMatchObject({
      ok: true,
      value: { total: 0 },
    });
    await window.expectClosed('/exports');
    expect(await window.ask('exports.list', {})).toMatchObject({ ok: false, error: { code: 'denied' } });
    await window.goTo('/');
    await window.signOut();
  });

  test('ANALYST reads, finds the tag with its count, and may neither tag nor block', async () => {
    const { page } = launched;
    await enterAs('ANALYST');
    await window.open('Dialog logs');
    await logs.filter('Tag', `${TAG} (1)`);
    await expect(logs.grid.getByRole('row')).toHaveCount(2);
    await logs.row(1).click();
    await logs.current.waitFor();
    await expect(logs.current.getByText(TAG)).toBeVisible();
    await expect(logs.tags).toHaveCount(0);
    await logs.saveFilters('Asked again');
    await page.getByRole('button', { name: 'Remove filter Tag' }).click();
    await logs.openSaved('Asked again');
    await expect(logs.grid.getByRole('row')).toHaveCount(2);

    await window.open('Clients');
    await page
      .getByRole('grid', { name: 'Clients' })
      .getByRole('row')
      .nth(1)
      .getByRole('gridcell')
      .nth(1)
      .click();
    const block = page.getByRole('button', { name: 'Block client' });
    await expect(block).toHaveAttribute('aria-disabled', 'true');
    await expect(block).toHaveAccessibleDescription(/\S/);
    await window.expectAccessible();
    const clients = (await window.ask('clients.list', { limit: 1 })) as {
      value: { columns: { id: string[]; version: ArrayLike<number> } };
    };
    const { id, version } = clients.value.columns;
    expect(await window.ask('clients.block', { id: id[0], version: version[0] })).toMatchObject({
      ok: false,
      error: { code: 'denied' },
    });
    await window.closePanel();

    await window.open('Projects');
    await page.getByRole('grid', { name: 'Projects' }).getByRole('row').nth(1).click();
    await expect(page.getByRole('tab', { name: 'Statistics' })).toBeVisible();
    await expect(page.getByRole('tab', { name: 'Overview' })).toHaveCount(0);
    await expect(page.getByRole('figure', { name: 'By hour of the day' })).toBeVisible();
    await window.expectAccessible();
    await window.closePanel();
    await window.open('User flow');
    await expect(page.getByRole('img', { name: /moves? through intents/ })).toBeVisible();
    await window.expectAccessible();
    await window.signOut();
  });

  test('OPERATOR blocks a client and unblocks them, and reads no dialog', async () => {
    const { page } = launched;
    await enterAs('OPERATOR');
    await window.expectClosed('/dialog-logs');
    await window.goTo('/clients');
    const first = page.getByRole('grid', { name: 'Clients' }).getByRole('row').nth(1);
    await first.getByRole('gridcell').nth(1).click();
    await page.getByRole('button', { name: 'Block client' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Block client' }).click();
    await expect(first).toContainText('Blocked');
    await page.getByRole('button', { name: 'Unblock client' }).click();
    await expect(first).toContainText('Open');
    await window.closePanel();
    await window.signOut();
  });

  test('WORKSPACE_ADMIN imports a log and reads what became of each row; USER finds what was said', async () => {
    const imports = new LogImportsPage(launched.page);
    const file = join(folder, 'harbour.jsonl');
    writeFileSync(file, platformLog());
    await launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, file);
    await enterAs('WORKSPACE_ADMIN');
    await window.expectClosed('/dialog-logs');
    await window.goTo('/log-imports');
    await imports.begin();
    await imports.choose({ account: /Larkspur Telecom/, project: 'Care line' });
    await expect(imports.check).toContainText('JSON Lines, utf-8');
    await expect(imports.check.getByLabel('What message_id becomes')).toHaveValue('id');
    await expect(imports.check).toContainText('Would be refused. It has no client.');
    await window.expectAccessible();
    await imports.run();
    await imports.openReport();
    expect(await imports.counts()).toEqual({ Read: '3', Added: '2', 'Known already': '0', Refused: '1' });
    await expect(imports.report.getByRole('row').nth(1)).toContainText('It has no client.');
    await window.expectAccessible();
    await window.closePanel();
    await window.signOut();

    await enterAs('USER');
    await window.open('Dialog logs');
    await launched.page.getByRole('searchbox', { name: 'Search' }).fill(WORD.toUpperCase());
    await expect(logs.grid.getByRole('row')).toHaveCount(2);
    await expect(logs.row(1)).toContainText(WORD);
    await window.signOut();
  });
});
