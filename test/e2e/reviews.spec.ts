import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from '../support/app.ts';
import { type DemoWorkspace, demoWorkspace } from '../support/demo-workspace.ts';
import { Console } from './pages/console.ts';
import { ReviewsPage } from './pages/reviews.ts';

let demo: DemoWorkspace;
let launched: LaunchedApp;
let window: Console;
let reviews: ReviewsPage;

test.beforeEach(async () => {
  demo = await demoWorkspace();
  launched = await launchApp({ workspace: demo.workspace });
  window = new Console(launched.page);
  reviews = new ReviewsPage(launched.page);
});
test.afterEach(async () => {
  await launched.close();
  demo.remove();
});

async function enterAs(role: string): Promise<void> {
  const person = demo.people.find(({ roles }) => roles.length === 1 && roles[0]?.role === role);
  if (person === undefined) throw new Error(`The demo workspace has nobody who is only ${role}.`);
  await window.signInAs(person.name, role);
  await window.open('Access reviews');
}

test('a review starts with what needs a look, and each role is confirmed or taken away', async () => {
  const { page } = launched;
  await enterAs('Admin');
  const panel = await reviews.start('Texting, winter', 'Pebble Texting › Pebble Dental');
  await expect(panel).toContainText('0 of 6 decided');
  await window.expectAccessible();

  const [over, second, unused] = [0, 1, 2].map((index) => reviews.rows().nth(index)) as [
    Locator,
    Locator,
    Locator,
  ];
  await expect(over).toContainText('Time is over');
  await expect(unused).toContainText('Never signed in');
  await reviews.pick(over);
  await reviews.pick(second);
  await panel.getByRole('button', { name: 'Confirm' }).click();
  await expect(panel).toContainText('2 of 6 decided: 2 confirmed');
  await expect(over).toContainText('Confirmed');

  await reviews.pick(unused);
  await panel.getByRole('button', { name: 'Take role' }).click();
  await expect(reviews.dialog).toContainText('The role is taken away at once');
  await reviews.dialog.getByRole('button', { name: 'Take role' }).click();
  await expect(page.getByText('1 role was taken away.')).toBeVisible();
  await expect(panel).toContainText('3 of 6 decided: 2 confirmed, 1 taken away');
});

test('a closed review takes no more decisions and can be written to a file', async () => {
  const { page } = launched;
  await enterAs('ADMINISTRATOR');
  const panel = await reviews.open('Access after the move');
  await panel.getByRole('button', { name: 'Close review' }).click();
  await expect(reviews.dialog).toContainText(/\d+ items are not decided; their roles stay given/);
  await reviews.dialog.getByRole('button', { name: 'Close review' }).click();
  await expect(panel).toContainText('Closed');
  await expect(reviews.rows().first().getByRole('checkbox')).toHaveCount(0);

  const file = join(demo.workspace, '..', `review-${process.pid}.csv`);
  await launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await panel.getByRole('button', { name: 'Export review' }).click();
  await expect(page.getByText(/items were written to/)).toBeVisible();
  const lines = readFileSync(file, 'utf8').split('\r\n');
  expect(lines[0]).toContain('item,name,email');
  expect(lines.filter((line) => line.includes(',confirmed,')).length).toBe(14);
});

test('who gives no roles finds no reviews', async () => {
  const person = demo.people.find(({ roles }) => roles.length === 1 && roles[0]?.role === 'ANALYST');
  await window.signInAs(person?.name ?? '', 'ANALYST');
  expect(await window.areaNames()).not.toContain('Access reviews');
  await window.expectClosed('#/reviews');
});
