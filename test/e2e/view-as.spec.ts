import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/app.ts';
import { Entrance } from './pages/entrance.ts';
import { UsersPage } from './pages/users.ts';

const ADMIN = {
  workspace: 'Northwind',
  realm: 'Northwind Dialogs',
  account: 'Northwind Care',
  firstName: 'Ana',
  lastName: 'Berg',
  email: 'ana@northwind.example',
  password: 'sturdy-lantern-47-orbit',
};
const DIALER = {
  firstName: 'Rui',
  lastName: 'Costa',
  email: 'rui@northwind.example',
  password: 'quiet-harbor-93-meadow',
  roles: ['DIALER_ADMIN'],
  account: 'Northwind Care',
};

let launched: LaunchedApp;

test.beforeEach(async () => {
  launched = await launchApp();
});
test.afterEach(() => launched.close());

test('an administrator looks at the console as a user does, changes nothing, and comes back', async () => {
  const { page } = launched;
  const entrance = new Entrance(page);
  await entrance.createWorkspace(ADMIN);
  await entrance.enter(ADMIN.email, ADMIN.password);
  await entrance.goTo('Users');
  const users = new UsersPage(page);
  await users.add(DIALER);
  const panel = await users.open('Rui Costa');
  await panel.getByRole('button', { name: 'View as' }).click();

  const bar = page.getByRole('region', { name: 'Viewing as somebody else' });
  await expect(bar).toContainText('You see Rolecall as Rui Costa does.');
  await expect(entrance.areas().getByRole('link', { name: 'Users' })).toHaveCount(0);
  await entrance.goTo('Number lists');
  const importing = page.getByRole('button', { name: /import/i }).first();
  await expect(importing).toHaveAttribute('aria-disabled', 'true');
  await expect(importing).toHaveAccessibleDescription(/nothing can be changed/);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await bar.getByRole('button', { name: 'Stop viewing' }).click();
  await expect(bar).toHaveCount(0);
  await expect(entrance.areas().getByRole('link', { name: 'Users' })).toBeVisible();
});
