import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp, newFolder } from '../support/app.ts';
import { type DemoWorkspace, demoWorkspace } from '../support/demo-workspace.ts';
import { csvOf, portalSheet } from '../support/role-sheet.ts';
import { xlsxOf } from '../support/xlsx.ts';
import { Console } from './pages/console.ts';
import { RolesPage } from './pages/roles.ts';

const REALM = 'Cascade Push-to-Talk (Push-to-talk portal)';
const CUSTOMER_ADMIN = 'Customer Admin';

test.describe.configure({ mode: 'serial' });

test.describe('roles and scopes', () => {
  let demo: DemoWorkspace;
  let launched: LaunchedApp;
  let folder: string;
  let window: Console;
  let roles: RolesPage;

  const enterAs = (role: string) => {
    const person = demo.people.find((one) => one.roles.length === 1 && one.roles[0]?.role === role);
    if (person === undefined) throw new Error(`The demo workspace has nobody who is only ${role}.`);
    return window.signInAs(person.name, role);
  };
  const answerOpen = (file: string) =>
    launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, file);

  test.beforeAll(async () => {
    demo = await demoWorkspace();
    folder = newFolder();
    launched = await launchApp({ workspace: demo.workspace });
    window = new Console(launched.page);
    roles = new RolesPage(launched.page);
  });
  test.afterAll(async () => {
    await launched.close();
    rmSync(folder, { recursive: true, force: true });
    demo.remove();
  });

  test('INITIAL, with hardly any right, reads the matrix and changes nothing', async () => {
    await enterAs('INITIAL');
    await window.open('Roles and scopes');
    expect(await roles.rolesShown()).toContain('DIALER_VERIFIED');
    await expect(roles.cell('DIALER_USER', 'View the list of numbers')).toHaveText('Yes');
    await expect(roles.cell('INITIAL', 'View the list of numbers')).toHaveText('·');
    await expect(roles.act('Import role pack')).toHaveAttribute('aria-disabled', 'true');
    await window.expectAccessible();
    await window.signOut();
  });

  test('WORKSPACE_ADMIN reads the portal’s tables in the document’s words and tokens', async () => {
    await enterAs('WORKSPACE_ADMIN');
    await window.open('Roles and scopes');
    await roles.show(REALM);
    await expect(roles.cell('Support', 'Broadcast Groups').first()).toHaveText('Y');
    await expect(roles.cell('Sales Rep', 'Notes').first()).toHaveText('Read Only');
    await expect(roles.cell('Support', 'Customers').first()).toHaveText('N/A');

    await roles.narrow('Section', 'Create');
    await roles.search('inter-conduit');
    await expect(roles.matrix.getByRole('rowheader')).toHaveCount(2);
    await roles.cell('Support', 'Departmental Associations').first().click();
    const panel = roles.panel('Support');
    await expect(panel).toContainText('where the condition is met');
    await expect(panel).toContainText('in two different scopes of kind conduit, with self discovery off');
    await expect(
      panel.getByText('Cascade Push-to-Talk').or(panel.getByText('West server')).first(),
    ).toBeVisible();
    await window.expectAccessible();
    await window.closePanel();
  });

  test('the arrow keys walk the matrix as one stop of the Tab key', async () => {
    await roles.search('');
    await roles.narrow('Section', '');
    await roles.cell('Root', 'Departments').first().click();
    await window.closePanel();
    await roles.cell('Root', 'Departments').first().focus();
    await launched.page.keyboard.press('ArrowRight');
    await expect(roles.cell('Support', 'Departments').first()).toBeFocused();
    await launched.page.keyboard.press('ArrowDown');
    await launched.page.keyboard.press('ArrowUp');
    await launched.page.keyboard.press('Enter');
    await expect(roles.panel('Support')).toContainText('Departments');
    await window.closePanel();
  });

  test('a faulty matrix is refused with each fault named by its row', async () => {
    const sheet = portalSheet();
    (sheet[2] as string[])[6] = 'Perhaps';
    sheet.push([...(sheet[1] as string[])]);
    const file = join(folder, 'faulty.csv');
    writeFileSync(file, csvOf(sheet));
    await answerOpen(file);
    await roles.checkFile();
    const panel = roles.panel('Import role pack');
    await expect(panel.getByRole('alert')).toContainText('2 faults stand in the way');
    await expect(panel.getByRole('alert')).toContainText('row 3');
    await expect(panel.getByRole('alert')).toContainText(`row ${sheet.length}`);
    await expect(panel.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
    await window.expectAccessible();
    await panel.getByRole('combobox', { name: '"Perhaps" means' }).selectOption('No');
    await expect(panel.getByRole('alert')).toContainText('1 fault stands in the way');
    await window.closePanel();
    await launched.page.getByRole('button', { name: 'Discard' }).click();
  });

  test('an import shows its difference and its impact, is put into force, and is taken back', async () => {
    const sheet = portalSheet();
    const column = (sheet[0] as string[]).indexOf(CUSTOMER_ADMIN);
    const departments = sheet.findIndex(
      ([section, words]) => section === 'Create' && words === 'Departments',
    );
    (sheet[departments] as string[])[column] = 'N';
    const file = join(folder, 'portal.xlsx');
    writeFileSync(file, xlsxOf({ Roles: sheet }));
    await answerOpen(file);
    await roles.checkFile();
    const panel = roles.panel('Import role pack');
    await expect(panel).toContainText('It becomes version 2');
    await expect(panel).toContainText('1 cell lost');
    await panel.getByRole('button', { name: 'Import', exact: true }).click();

    const versions = roles.panel('Versions');
    await expect(versions).toContainText('Imported from portal.xlsx');
    await expect(versions).toContainText('Gaining rights: 0 people. Losing rights: 1 person.');
    await expect(versions).toContainText('loses Add departments (Harbor Pilots)');
    await window.expectAccessible();
    await roles.useCompared();
    await expect(launched.page.getByText('Version 2 is in force').first()).toBeVisible();
    await window.closePanel();
    await expect(roles.cell(CUSTOMER_ADMIN, 'Departments').first()).toHaveText('N');

    await roles.act('Go back to version 1').click();
    await roles.confirmUse();
    await expect(roles.cell(CUSTOMER_ADMIN, 'Departments').first()).toHaveText('Y');
  });

  test('a custom role is made over the matrix, and shows as a column of its own', async () => {
    await roles.act('Create role').click();
    const panel = roles.panel('Create role');
    await panel.getByRole('textbox', { name: 'Name' }).fill('Night support');
    await panel.getByRole('combobox', { name: 'Copy of' }).click();
    await launched.page
      .getByRole('listbox', { name: 'Copy of' })
      .getByRole('option', { name: 'Support', exact: true })
      .click();
    await roles.row('Broadcast Groups').first().getByRole('button').click();
    await launched.page.getByRole('menuitem', { name: /As Conduit Admin: No/ }).click();
    await expect(panel).toContainText('1 cell differs from Support');
    await window.expectAccessible();
    await panel.getByRole('button', { name: 'Create role' }).click();
    await expect(roles.panel('Night support')).toContainText('Copy of');
    await expect(roles.cell('Night support', 'Broadcast Groups').first()).toHaveText('N');
    await expect(roles.cell('Night support', 'Departments').first()).toHaveText('Y');
    await roles.panel('Night support').getByRole('button', { name: 'Delete role' }).click();
    await roles.panel('Delete role').getByRole('button', { name: 'Delete role' }).click();
    await expect(roles.matrix.getByRole('columnheader', { name: /Night support/ })).toHaveCount(0);
  });

  test('the matrix is saved as CSV, and prints without the window around it', async () => {
    const file = join(folder, 'saved.csv');
    await launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    }, file);
    await roles.act('Save role matrix').click();
    await roles.panel('Save role matrix').getByRole('button', { name: 'Matrix as CSV' }).click();
    await expect(launched.page.getByText(`Saved as ${file}`)).toBeVisible();
    const [head = '', first = ''] = readFileSync(file, 'utf8').split('\r\n');
    expect(head).toBe(
      '\uFEFFSection,Row,Permission ids,Root,Support,Conduit Admin,Sales Rep,Customer Manager,Customer Admin,Customer Technical,Primary Contact,Billing Contact',
    );
    expect(first).toBe('Create,Customer,customers.create,stated,Y,Y,Y,N,N,N,,');
    await window.closePanel();
    await launched.page.emulateMedia({ media: 'print' });
    await expect(roles.matrix).toBeVisible();
    await expect(window.areas).toBeHidden();
    await expect(roles.act('Import role pack')).toBeHidden();
    await launched.page.emulateMedia({ media: null });
  });
});
