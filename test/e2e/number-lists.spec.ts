import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp, newFolder } from '../support/app.ts';
import { type DemoWorkspace, demoWorkspace } from '../support/demo-workspace.ts';
import { xlsxOf } from '../support/xlsx.ts';
import { Console } from './pages/console.ts';
import { NumberListsPage } from './pages/number-lists.ts';

const LIST = 'Workbook people';

const WORKBOOK = xlsxOf({
  People: [
    ['Name', 'Mobile', 'City', 'Time zone', 'Priority'],
    ['Ana', 12025550141, 'Graz', 'Europe/Vienna', 1],
    ['Bob', '202-555-O142', 'Linz', '', 2],
    ['Cid', '+1 202 055 0143', 'Wels', '', 3],
    ['Di', '2025550141', 'Bern', '', ''],
    ['Eve', '911', 'Chur', '', ''],
    ['Fay', '202 555 0177', 'Basel', '', ''],
  ],
  Notes: [['Nothing to see']],
});

test.describe.configure({ mode: 'serial' });

test.describe('number lists', () => {
  let demo: DemoWorkspace;
  let launched: LaunchedApp;
  let folder: string;
  let window: Console;
  let lists: NumberListsPage;

  test.beforeAll(async () => {
    demo = await demoWorkspace();
    folder = newFolder();
    launched = await launchApp({ workspace: demo.workspace });
    window = new Console(launched.page);
    lists = new NumberListsPage(launched.page);
    const admin = demo.people.find(({ roles }) => roles.length === 1 && roles[0]?.role === 'DIALER_ADMIN');
    await window.signInAs(admin?.name ?? '', 'DIALER_ADMIN');
  });

  test.afterAll(async () => {
    await launched.close();
    rmSync(folder, { recursive: true, force: true });
    demo.remove();
  });

  const answerOpen = (file: string) =>
    launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, file);

  test('DIALER_ADMIN enters a number that must not be called, and finds it by looking it up', async () => {
    const { page } = launched;
    await window.open('Do not call');
    await page.getByRole('row').filter({ hasText: 'Own list' }).first().click();
    await page.getByRole('button', { name: 'Add numbers' }).click();
    await page.getByRole('textbox', { name: 'Numbers' }).fill('+1 202 555 0177');
    await page.getByRole('textbox', { name: /^Reason/ }).fill('Asked by letter');
    await window.expectAccessible();
    await page.getByRole('button', { name: 'Add numbers' }).last().click();
    const entered = page.getByRole('grid', { name: 'Entered numbers' });
    await expect(entered.getByRole('row').filter({ hasText: '+12025550177' })).toContainText('For good');
    await window.closePanel();
    await page.getByRole('button', { name: 'Look up a number' }).click();
    await page.getByRole('textbox', { name: 'Number' }).fill('202-555-0177');
    await page.getByRole('button', { name: 'Look up', exact: true }).click();
    await expect(page.getByText('it is in “Own list”')).toBeVisible();
  });

  test('imports a workbook: columns guessed, rows previewed, the forbidden number refused with its source', async () => {
    const { page } = launched;
    const file = join(folder, 'people.xlsx');
    writeFileSync(file, WORKBOOK);
    await answerOpen(file);
    await window.open('Number lists');
    await lists.chooseFile();
    await lists.name.fill(LIST);
    await page.getByRole('textbox', { name: 'Where the people agreed' }).fill('Web form');
    await lists.check();
    await expect(page.getByRole('combobox', { name: 'Sheet' })).toHaveValue('People');
    await expect(lists.roleOf('Mobile')).toHaveValue('number');
    await expect(lists.roleOf('Time zone')).toHaveValue('zone');
    await expect(lists.roleOf('Priority')).toHaveValue('priority');
    await expect(lists.previewRows.nth(1)).toContainText('Europe/Vienna · Priority 1 · City: Graz');
    await lists.runImport();
    expect(await lists.counts()).toEqual({ 'Rows read': '6', Accepted: '1', Merged: '1', Refused: '4' });
    await expect(lists.report.getByRole('row').filter({ hasText: '+12025550177' })).toContainText(
      '"Own list"',
    );
    await lists.openImported();
    await expect(page.getByText('Web form')).toBeVisible();
    await expect(lists.entries.getByRole('row').nth(1)).toContainText('Europe/Vienna');
  });

  test('mends a refused row in place, accepts a doubtful one, and takes the others away as a file', async () => {
    const { page } = launched;
    await lists.openTab('Import report');
    await lists.mend(3, '12');
    await expect(page.getByText(/too short/).first()).toBeVisible();
    await lists.mend(3, '202-555-0142');
    await expect(lists.report.getByRole('row').filter({ hasText: '202-555-O142' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Accept 1 doubtful number' }).click();
    await expect(lists.report.getByRole('row').filter({ hasText: 'Doubtful' })).toHaveCount(0);
    expect(await lists.counts()).toMatchObject({ Accepted: '3', Refused: '2' });
    await window.expectAccessible();
    const saved = join(folder, 'refused.csv');
    await launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    }, saved);
    await page.getByRole('button', { name: 'Export refused rows' }).click();
    await expect(page.getByText('2 refused rows were saved.')).toBeVisible();
    expect(readFileSync(saved, 'utf8').split('\n')[0]).toBe('Name,Mobile,City,Time zone,Priority');
    await lists.openTab('Entries');
    await expect(lists.entries.getByRole('row').filter({ hasText: '+12025550142' })).toContainText(
      'City: Linz',
    );
  });

  test('shows what each version has otherwise, and goes back in one act', async () => {
    const { page } = launched;
    await lists.openTab('Versions');
    await expect(lists.versions.getByRole('row').nth(1)).toContainText('A doubtful number was accepted');
    await lists.versions.getByRole('row').filter({ hasText: 'people.xlsx' }).click();
    await expect(lists.differences.getByRole('row').filter({ hasText: '+12025550142' })).toContainText(
      'Removed',
    );
    await window.expectAccessible();
    await page.getByRole('button', { name: 'Use version 1' }).click();
    await expect(page.getByText('Version 1 is in use now.')).toBeVisible();
    await lists.openTab('Entries');
    await expect(lists.entries.getByRole('row').filter({ hasText: '+12025550142' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(lists.entries.getByRole('row').filter({ hasText: '+12025550142' })).toHaveCount(1);
  });

  test('saves a filter as a segment, adds an entry, pastes more numbers into the list, and erases one', async () => {
    const { page } = launched;
    await lists.openTab('Segments');
    await page.getByRole('button', { name: 'New segment' }).click();
    await page.getByRole('combobox', { name: 'Extra field' }).click();
    await page.getByRole('option', { name: 'City' }).click();
    await page.getByRole('textbox', { name: 'Value' }).fill('Linz');
    await expect(page.getByText('1 of 3 entries fits.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Name of the segment' }).fill('Linz only');
    await window.expectAccessible();
    await page.getByRole('button', { name: 'Save segment' }).click();
    await expect(lists.segments.getByRole('row').filter({ hasText: 'Linz only' })).toContainText(
      'City is "Linz"',
    );

    await lists.openTab('Entries');
    await page.getByRole('button', { name: 'Add entry' }).click();
    const form = page.getByRole('form', { name: 'Entry' });
    await form.getByRole('textbox', { name: 'Number' }).fill('202 555 0150');
    await form.getByRole('button', { name: 'Add entry' }).click();
    await expect(lists.entries.getByRole('row').filter({ hasText: '+12025550150' })).toHaveCount(1);

    await page.getByRole('button', { name: 'Import into this list' }).click();
    await page.getByText('Paste', { exact: true }).click();
    await page
      .getByRole('textbox', { name: 'Pasted numbers' })
      .fill('Mobile,Name\n202 555 0151,Gil\n2025550150,Hal\n');
    await page.getByRole('button', { name: 'Check the numbers' }).click();
    await lists.previewRows.first().waitFor();
    await lists.runImport();
    expect(await lists.counts()).toMatchObject({ 'Rows read': '6', Accepted: '5', Merged: '1' });
    await lists.openImported();
    await window.closePanel();

    await page.getByRole('button', { name: 'Erase a number' }).click();
    await page.getByRole('textbox', { name: 'Number' }).fill('+1 202 555 0151');
    await page.getByRole('button', { name: 'Erase …' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('This cannot be undone.');
    await dialog.getByRole('button', { name: 'Erase a number' }).click();
    await expect(page.getByText(/^Erased: 1 entries in 1 lists/)).toBeVisible();
    await lists.row(LIST).click();
    await expect(lists.entries.getByRole('row').filter({ hasText: '+12025550151' })).toHaveCount(0);
    await expect(lists.entries.getByRole('row').filter({ hasText: '+12025550150' })).toHaveCount(1);
  });
});
