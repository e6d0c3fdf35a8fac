import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
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
const READER = {
  firstName: 'Rui',
  lastName: 'Costa',
  email: 'rui@northwind.example',
  password: 'quiet-harbor-93-meadow',
  roles: ['ANALYST'],
  account: 'Northwind Care',
};

let launched: LaunchedApp;

test.beforeEach(async () => {
  launched = await launchApp();
});
test.afterEach(() => launched.close());

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

test('the first person creates the workspace, adds a user with a role, and that user sees only what the role allows', async () => {
  const { page } = launched;
  const entrance = new Entrance(page);
  await accessible(page);
  await entrance.createWorkspace(ADMIN);
  await entrance.enter(ADMIN.email, ADMIN.password);
  await accessible(page);

  await entrance.goTo('Users');
  const users = new UsersPage(page);
  await users.add(READER);
  await expect(users.row('Rui Costa')).toContainText('ANALYST');
  await accessible(page);

  await entrance.signOut();
  await entrance.enter(READER.email, READER.password);
  await expect(entrance.areas().getByRole('link', { name: 'Dialog logs' })).toBeVisible();
  await expect(entrance.areas().getByRole('link', { name: 'Users' })).toHaveCount(0);
  await expect(entrance.areas().getByRole('link', { name: 'Voice broadcasts' })).toHaveCount(0);
});

test('a user who was switched off is told the same as one who mistyped the password', async () => {
  const { page } = launched;
  const entrance = new Entrance(page);
  await entrance.createWorkspace(ADMIN);
  await entrance.enter(ADMIN.email, ADMIN.password);
  await entrance.goTo('Users');
  const users = new UsersPage(page);
  await users.add(READER);
  await expect(users.row('Rui Costa')).toBeVisible();
  await users.switchOff('Rui Costa');
  await expect(users.row('Rui Costa')).toContainText('Switched off');
  await entrance.signOut();

  await entrance.signIn(READER.email, READER.password);
  const refusal = page.getByRole('alert').filter({ hasText: 'not right' });
  await expect(refusal).toBeVisible();
  const words = await refusal.textContent();
  await entrance.signIn(ADMIN.email, 'not-the-password-at-all');
  await expect(refusal).toHaveText(words ?? '');
});

test('a weak password and a wrong repetition are refused at their fields', async () => {
  const { page } = launched;
  const entrance = new Entrance(page);
  await entrance.createWorkspace(ADMIN);
  await entrance.enter(ADMIN.email, ADMIN.password);
  await entrance.goTo('Users');
  await new UsersPage(page).add({ ...READER, password: 'qwerty123456' });
  await expect(page.getByRole('region', { name: 'Add user' })).toContainText('most common');
});
