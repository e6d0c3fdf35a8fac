import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp, newFolder } from '../support/app.ts';
import { type DemoWorkspace, demoWorkspace } from '../support/demo-workspace.ts';
import { BroadcastsPage } from './pages/broadcasts.ts';
import { Console } from './pages/console.ts';
import { DialogLogsPage } from './pages/dialog-logs.ts';
import { ExportsPage } from './pages/exports.ts';
import { NumberListsPage } from './pages/number-lists.ts';

const LIST = 'Harbour customers';
const BROADCAST = 'Harbour closing times';
/** Numbers of the range that is kept for fiction, each once. */
const GOOD = 120;

function numberOf(index: number): string {
  return `${202 + (index % 2)}-555-01${String(index >> 1).padStart(2, '0')}`;
}

/** As spreadsheets of the real world write them: a mark at the start, semicolons, CRLF, doubles and rows that are no numbers. */
function messyFile(): string {
  const rows = Array.from({ length: GOOD }, (_, index) => `"Person ${index}; Mrs";${numberOf(index)};Zürich`);
  const doubles = [`Again;+1 (202) 555-0100;Bern`, `Once more;12025550100;Bern`];
  const bad = ['Ana;call Maria;Oslo', 'Ben;12;Oslo', 'Zoë;;Oslo'];
  return `\uFEFF${['Name;Phone number;City', ...rows, ...doubles, ...bad].join('\r\n')}\r\n`;
}

test.describe.configure({ mode: 'serial' });

test.describe('the main job', () => {
  let demo: DemoWorkspace;
  let launched: LaunchedApp;
  let folder: string;
  let window: Console;

  /** The person of the demo workspace who has this one role. */
  const personWith = (role: string): string => {
    const person = demo.people.find(({ roles }) => roles.length === 1 && roles[0]?.role === role);
    if (person === undefined) throw new Error(`The demo workspace has nobody who is only ${role}.`);
    return person.name;
  };
  const enterAs = (role: string) => window.signInAs(personWith(role), role);

  test.beforeAll(async () => {
    demo = await demoWorkspace();
    folder = newFolder();
    launched = await launchApp({ workspace: demo.workspace });
    window = new Console(launched.page);
  });

  test.afterAll(async () => {
    await launched.close();
    rmSync(folder, { recursive: true, force: true });
    demo.remove();
  });

  test('DIALER_ADMIN imports a messy file, reads the report, and finds each number once', async () => {
    const lists = new NumberListsPage(launched.page);
    const file = join(folder, 'harbour_customers.csv');
    writeFileSync(file, messyFile());
    await launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, file);
    await enterAs('DIALER_ADMIN');
    expect(await window.areaNames()).toEqual([
      'Home',
      'Number lists',
      'Do not call',
      'Voice broadcasts',
      'Roles and scopes',
      'Access',
      'Scope tree',
    ]);
    await window.open('Number lists');
    await window.expectAccessible();

    await lists.chooseFile();
    await expect(lists.name).toHaveValue('harbour customers');
    await lists.name.fill(LIST);
    await lists.check();
    await expect(lists.encoding).toHaveValue('Detected: UTF-8');
    await expect(lists.delimiter).toHaveValue('Detected: Semicolon ;');
    await expect(lists.roleOf('Phone number')).toHaveValue('number');
    await expect(lists.previewRows.nth(1)).toContainText('+12025550100');
    await window.expectAccessible();

    await lists.runImport();
    expect(await lists.counts()).toMatchObject({
      'Rows read': String(GOOD + 5),
      Accepted: String(GOOD),
      Merged: '2',
      Refused: '3',
    });
    await expect(lists.report.getByRole('row')).toHaveCount(6);
    await expect(lists.report.getByRole('row').filter({ hasText: 'call Maria' })).toContainText('Refused');
    await lists.openImported();
    await expect(lists.entries.getByText('+12025550100')).toHaveCount(1);
    await expect(lists.row(LIST)).toContainText('Ready');
    await window.expectAccessible();
    await window.closePanel();

    const exported = join(folder, 'lists.csv');
    await launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    }, exported);
    await window.exportList();
    await window.expectAccessible();
    const rows = readFileSync(exported, 'utf8').trimEnd().split('\r\n');
    expect(rows[0]).toContain('Name,');
    expect(rows.length - 1).toBe(await window.rowCount());
    expect(rows.filter((row) => row.startsWith(LIST)).length).toBe(1);
    await window.closePanel();
  });

  test('DIALER_ADMIN creates a broadcast on the list and is refused to start it', async () => {
    const broadcasts = new BroadcastsPage(launched.page);
    await window.open('Voice broadcasts');
    await broadcasts.create({ name: BROADCAST, list: LIST, rate: 1 });
    await broadcasts.expectState(BROADCAST, 'Draft');
    await broadcasts.open(BROADCAST);
    await expect(broadcasts.button('Start')).toHaveAttribute('aria-disabled', 'true');
    await expect(broadcasts.button('Start')).toHaveAccessibleDescription(/\S/);
    await window.expectAccessible();
    await window.closePanel();
    await window.signOut();
  });

  test('DIALER_VERIFIED starts, suspends, resumes and finishes it, and sees nothing else', async () => {
    const broadcasts = new BroadcastsPage(launched.page);
    await enterAs('DIALER_VERIFIED');
    expect(await window.areaNames()).toEqual([
      'Home',
      'Voice broadcasts',
      'Roles and scopes',
      'Access',
      'Scope tree',
    ]);
    await window.open('Voice broadcasts');
    expect(await broadcasts.columnNames()).toEqual(['Name', 'State']);
    await expect(launched.page.getByText('their details are not among your rights').first()).toBeVisible();
    await broadcasts.open(BROADCAST);
    await window.expectAccessible();

    expect(await broadcasts.act('Start')).toContain('With a practice gateway nobody is called');
    await broadcasts.expectState(BROADCAST, 'Running');
    await broadcasts.act('Suspend');
    await broadcasts.expectState(BROADCAST, 'Suspended');
    await broadcasts.act('Resume');
    await broadcasts.expectState(BROADCAST, 'Running');
    expect(await broadcasts.act('Finish')).toContain('cannot be resumed');
    await broadcasts.expectState(BROADCAST, 'Finished');

    for (const address of ['/number-lists', '/dialog-logs', '/exports']) await window.expectClosed(address);
    for (const list of ['numberLists.list', 'dialogLogs.list', 'exports.list']) {
      expect(await window.ask(list, {})).toMatchObject({ ok: false, error: { code: 'denied' } });
    }
    await window.goTo('/');
    await window.signOut();
  });

  test('DIALER_ADMIN sees what came of the calls', async () => {
    const { page } = launched;
    const broadcasts = new BroadcastsPage(page);
    await enterAs('DIALER_ADMIN');
    await window.open('Voice broadcasts');
    await broadcasts.open(BROADCAST);
    await expect(page.getByText(`of ${GOOD}`).first()).toBeVisible();
    await window.goTo('/broadcasts');
    await broadcasts.open('Spring tariff notice');
    await expect(page.getByRole('region', { name: 'Outcomes by number' })).toContainText('Answered');
    await window.expectAccessible();
    await page.getByRole('radiogroup', { name: 'Show as' }).getByText('Table').click();
    const overTime = page.getByRole('group', { name: /^Attempts by the time they/ });
    await expect(overTime.getByRole('columnheader', { name: 'Busy' })).toBeVisible();
    await page.getByRole('tab', { name: 'Attempts' }).click();
    await page.getByRole('grid', { name: 'Attempts' }).getByRole('row').nth(1).click();
    await expect(
      page
        .getByRole('region', { name: /^History of \+/ })
        .getByRole('listitem')
        .first(),
    ).toContainText('Try 1');
    await window.expectAccessible();
    await page.getByRole('button', { name: 'Close the history' }).click();
    await window.closePanel();
    await window.signOut();
  });

  test('RAWLOGS_ANALYTIC exports the raw log to a file that is what it says, and sees nothing else', async () => {
    const exports = new ExportsPage(launched.page);
    const file = join(folder, 'raw-log.csv');
    await launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    }, file);
    await enterAs('RAWLOGS_ANALYTIC');
    expect(await window.areaNames()).toEqual([
      'Home',
      'Exports',
      'Nightly exports',
      'Roles and scopes',
      'Access',
      'Scope tree',
    ]);
    await window.open('Exports');
    await window.expectAccessible();
    await exports.begin();
    await exports.chooseFile();
    await window.expectAccessible();
    await exports.submit();
    await exports.result.waitFor();
    const content = readFileSync(file);
    expect(await exports.fact('SHA-256')).toBe(createHash('sha256').update(content).digest('hex'));
    const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8')) as {
      rows: number;
      files: { name: string; sha256: string }[];
    };
    expect(manifest.files).toMatchObject([
      { name: 'raw-log.csv', sha256: createHash('sha256').update(content).digest('hex') },
    ]);
    expect(String(manifest.rows)).toBe((await exports.fact('Rows')).replaceAll(/\D/g, ''));
    const lines = content.toString('utf8').split('\n').length;
    expect(lines).toBeGreaterThan(Number((await exports.fact('Rows')).replaceAll(/\D/g, '')));
    await expect(exports.grid.getByRole('row').filter({ hasText: 'raw-log.csv' })).toContainText('Done');
    await window.expectAccessible();

    await window.open('Nightly exports');
    await window.expectAccessible();
    await exports.everyNight();
    await window.expectAccessible();
    await expect(exports.schedules.getByRole('row').filter({ hasText: 'raw-log.csv' })).toContainText(
      'Active',
    );

    for (const address of ['/number-lists', '/broadcasts', '/dialog-logs'])
      await window.expectClosed(address);
    for (const list of ['numberLists.list', 'broadcasts.list', 'dialogLogs.list']) {
      expect(await window.ask(list, {})).toMatchObject({ ok: false, error: { code: 'denied' } });
    }
    await window.goTo('/');
    await window.signOut();
  });

  test('USER reads a dialog message by message', async () => {
    const logs = new DialogLogsPage(launched.page);
    await enterAs('USER');
    await window.open('Dialog logs');
    await logs.row(1).waitFor();
    await logs.filter('Channel', 'Voice');
    await expect(logs.row(1)).toContainText('Voice');
    await logs.row(1).click();
    await logs.current.waitFor();
    await window.expectAccessible();
    await logs.current.focus();
    await launched.page.keyboard.press('Home');
    await expect(logs.conversation.getByRole('listitem').first()).toBeFocused();
    await launched.page.keyboard.press('ArrowDown');
    await expect(logs.conversation.getByRole('listitem').nth(1)).toBeFocused();
    await window.closePanel();
    await window.signOut();
  });
});
