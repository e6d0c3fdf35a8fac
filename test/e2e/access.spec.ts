import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/app.ts';
import { type DemoWorkspace, demoWorkspace } from '../support/demo-workspace.ts';
import { AccessPage } from './pages/access.ts';
import { BroadcastsPage } from './pages/broadcasts.ts';
import { Console } from './pages/console.ts';

let demo: DemoWorkspace;
let launched: LaunchedApp;
let window: Console;

test.beforeEach(async () => {
  demo = await demoWorkspace();
  launched = await launchApp({ workspace: demo.workspace });
  window = new Console(launched.page);
});
test.afterEach(async () => {
  await launched.close();
  demo.remove();
});

function enterAs(role: string): Promise<void> {
  const person = demo.people.find(({ roles }) => roles.length === 1 && roles[0]?.role === role);
  if (person === undefined) throw new Error(`The demo workspace has nobody who is only ${role}.`);
  return window.signInAs(person.name, role);
}

test('a refused button leads to the reasons: which roles have the right, in a panel that Esc closes', async () => {
  await enterAs('DIALER_ADMIN');
  await window.open('Voice broadcasts');
  const broadcasts = new BroadcastsPage(launched.page);
  await launched.page.getByRole('row', { name: 'Autumn tariff notice Draft' }).click();
  const access = new AccessPage(launched.page);
  await expect(broadcasts.button('Start')).toHaveAccessibleDescription(/Press for the reasons/);
  // A refused button is not "enabled" for Playwright, but it can be pressed.
  await broadcasts.button('Start').click({ force: true });
  await expect(access.panel).toContainText('Refused');
  await expect(access.panel).toContainText('DIALER_VERIFIED');
  const { violations } = await new AxeBuilder({ page: launched.page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await launched.page.keyboard.press('Escape');
  await expect(access.panel).toHaveCount(0);
  await broadcasts.button('Start').press('Enter');
  await expect(access.panel).toContainText('Refused');
  await launched.page.evaluate(() => {
    location.hash = '#/';
  });
  // A link or the way back leads to another screen, of which the reasons say nothing.
  await expect(access.panel).toHaveCount(0);
});

test('an administrator asks who can start broadcasts, and how two roles differ', async () => {
  await enterAs('ADMINISTRATOR');
  await window.open('Access');
  const access = new AccessPage(launched.page);
  await access.chooseRight('Start voice broadcasts');
  await expect(launched.page.getByText('Refused', { exact: true })).toBeVisible();
  await window.expectAccessible();
  await access.tab('Who can');
  await expect(access.people).not.toHaveCount(0);
  for (const row of await access.people.all()) await expect(row).toContainText('DIALER_VERIFIED');
  await access.tab('Compare');
  await access.chooseRole('First', 'DIALER_ADMIN');
  await access.chooseRole('Second', 'DIALER_USER');
  await expect(access.held('Only DIALER_ADMIN')).toContainText('Create voice broadcasts');
  await expect(access.held('Both')).toContainText('See voice broadcasts');
  await window.expectAccessible();
});
