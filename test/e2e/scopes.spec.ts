import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/app.ts';
import { type DemoWorkspace, demoWorkspace } from '../support/demo-workspace.ts';
import { Console } from './pages/console.ts';
import { ScopesPage } from './pages/scopes.ts';

let demo: DemoWorkspace;
let launched: LaunchedApp;
let window: Console;
let scopes: ScopesPage;

test.beforeEach(async () => {
  demo = await demoWorkspace();
  launched = await launchApp({ workspace: demo.workspace });
  window = new Console(launched.page);
  scopes = new ScopesPage(launched.page);
});
test.afterEach(async () => {
  await launched.close();
  demo.remove();
});

async function enterAs(role: string): Promise<void> {
  const person = demo.people.find(({ roles }) => roles.length === 1 && roles[0]?.role === role);
  if (person === undefined) throw new Error(`The demo workspace has nobody who is only ${role}.`);
  await window.signInAs(person.name, role);
  await window.open('Scope tree');
}

test('the workspace’s administrator adds a realm under a role pack and what the pack lets lie in it', async () => {
  const { page } = launched;
  await enterAs('WORKSPACE_ADMIN');
  await page.getByRole('button', { name: 'Add realm' }).first().click();
  const realm = scopes.form('Add realm');
  await realm.getByRole('textbox', { name: 'Name' }).fill('Willow Radio');
  await scopes.choose(realm, 'Role pack', /Push-to-talk/);
  await expect(realm).toContainText('Server › Sales conduit › Customer › Department');
  await window.expectAccessible();
  await realm.getByRole('button', { name: 'Add realm' }).click();
  const panel = scopes.form('Willow Radio');
  await panel.getByRole('button', { name: 'Add scope' }).click();
  const form = scopes.form('Add scope');
  await form.getByRole('textbox', { name: 'Name' }).fill('Willow server');
  await form.getByRole('button', { name: 'Add scope' }).click();
  await expect(scopes.row('Willow server')).toHaveAttribute('aria-level', '2');
  await expect(scopes.row('Willow server')).toContainText('Server');
});

test('the keyboard walks the tree, opens and closes it, and shows details', async () => {
  const { page } = launched;
  await enterAs('WORKSPACE_ADMIN');
  await expect(scopes.row('Cascade Push-to-Talk')).toBeVisible();
  await scopes.tree.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(scopes.row('Cascade Push-to-Talk')).toHaveAttribute('aria-expanded', 'true');
  await expect(scopes.row('West server')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(scopes.row('Summit Radio')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(scopes.form('West server')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(scopes.form('West server')).toHaveCount(0);
  await window.expectAccessible();
  await scopes.tree.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(scopes.row('Summit Radio')).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(scopes.row('West server')).toHaveCount(0);
});

test('a move says who gains and who loses before it is saved', async () => {
  await enterAs('WORKSPACE_ADMIN');
  await scopes.unfold('Cascade Push-to-Talk');
  await scopes.unfold('West server');
  await scopes.unfold('Cascade Mobile');
  const panel = await scopes.open('City Couriers');
  await panel.getByRole('button', { name: 'Move scope' }).click();
  const form = scopes.form('Move scope');
  await scopes.choose(form, 'New place', /Summit Radio/);
  const effect = form
    .getByRole('region')
    .or(form.locator('section'))
    .filter({ hasText: 'What the move changes' });
  await expect(effect.first()).toContainText(/loses/);
  await window.expectAccessible();
  await form.getByRole('button', { name: 'Move scope' }).click();
  // The tree opens the way to the scope whose detail shows.
  await expect(scopes.row('Summit Radio')).toHaveAttribute('aria-expanded', 'true');
  await expect(scopes.row('City Couriers')).toHaveAttribute('aria-level', '4');
  await expect(scopes.form('City Couriers')).toContainText('Summit Radio');
});

test('archiving names what it touches, ends what is granted there, and can be taken back', async () => {
  const { page } = launched;
  await enterAs('WORKSPACE_ADMIN');
  await scopes.unfold('Larkspur Dialogs');
  const panel = await scopes.open('Harbor Voice');
  await panel.getByRole('button', { name: 'Archive scope' }).click();
  await expect(scopes.dialog).toContainText(/It touches 2 scopes below, \d+ people, \d+ given roles\./);
  await scopes.dialog.getByRole('button', { name: 'Archive scope' }).click();
  await expect(scopes.row('Harbor Voice')).toHaveCount(0);
  // By the keyboard: the list is being read again, and a click could fall beside.
  const archivedToo = page.getByRole('switch', { name: 'Archived too' });
  await archivedToo.press('Space');
  await expect(archivedToo).toBeChecked();
  await expect(scopes.row('Harbor Voice')).toContainText('Archived');
  await scopes.form('Harbor Voice').getByRole('button', { name: 'Restore scope' }).click();
  await expect(scopes.row('Harbor Voice')).not.toContainText('Archived');
});

test('the last administrators of a realm keep their scope', async () => {
  await enterAs('WORKSPACE_ADMIN');
  await scopes.unfold('Meridian Cloud');
  const panel = await scopes.open('Meridian Retail');
  await panel.getByRole('button', { name: 'Archive scope' }).click();
  await expect(scopes.dialog).toContainText(
    'This is the last person who can give roles there, or in the realm.',
  );
  await scopes.dialog.getByRole('button', { name: 'Archive scope' }).click();
  await expect(scopes.dialog.getByRole('alert')).toContainText(
    'Give that right to somebody else there first',
  );
});

test('a customer’s administrator sees the way to the own customer and what lies in it, and nothing beside', async () => {
  const { page } = launched;
  await enterAs('Customer Admin');
  await expect(scopes.row('Harbor Pilots')).toBeVisible();
  expect(await scopes.names()).toEqual([
    'Cascade Push-to-Talk',
    'West server',
    'Cascade Mobile',
    'Harbor Pilots',
  ]);
  await scopes.unfold('Harbor Pilots');
  await expect(scopes.row('Harbor Pilots: Dock')).toBeVisible();
  const panel = await scopes.open('Harbor Pilots');
  await panel.getByRole('button', { name: 'Add scope' }).click();
  const form = scopes.form('Add scope');
  await form.getByRole('textbox', { name: 'Name' }).fill('Harbor Pilots: Dock');
  await form.getByRole('button', { name: 'Add scope' }).click();
  await expect(form).toContainText('There is a scope of this name');
  await form.getByRole('textbox', { name: 'Name' }).fill('Harbor Pilots: Tower');
  await form.getByRole('button', { name: 'Add scope' }).click();
  await expect(scopes.row('Harbor Pilots: Tower')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search' }).fill('couriers');
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
});

test('products of an account are activated and deactivated', async () => {
  await enterAs('WORKSPACE_ADMIN');
  await scopes.unfold('Pebble Texting');
  const panel = await scopes.open('Pebble Dental');
  await panel.getByRole('textbox', { name: 'Name of a product' }).fill('Voice');
  await panel.getByRole('button', { name: 'Activate', exact: true }).click();
  await expect(panel.getByRole('button', { name: 'Deactivate Voice' })).toBeVisible();
  await panel.getByRole('button', { name: 'Deactivate Blast' }).click();
  await scopes.dialog.getByRole('button', { name: 'Deactivate product' }).click();
  await expect(panel.getByRole('button', { name: 'Deactivate Blast' })).toHaveCount(0);
  await window.expectAccessible();
});
