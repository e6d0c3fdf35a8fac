import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp, newFolder } from '../support/app.ts';
import { type DemoWorkspace, demoWorkspace } from '../support/demo-workspace.ts';
import { Console } from './pages/console.ts';
import { PersonPage } from './pages/person.ts';
import { UsersPage } from './pages/users.ts';

test.describe.configure({ mode: 'serial' });

test.describe('people and what they may do', () => {
  let demo: DemoWorkspace;
  let launched: LaunchedApp;
  let folder: string;
  let window: Console;

  const personWith = (role: string): string => {
    const person = demo.people.find(({ roles }) => roles.length === 1 && roles[0]?.role === role);
    if (person === undefined) throw new Error(`The demo workspace has nobody who is only ${role}.`);
    return person.name;
  };
  const search = async (text: string) => {
    await launched.page.getByRole('searchbox', { name: 'Search' }).first().fill(text);
    // The address says what is searched once the list follows.
    await launched.page.waitForFunction(
      (words) => decodeURIComponent(location.hash.replaceAll('+', ' ')).includes(words),
      text,
    );
  };

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

  test('ADMINISTRATOR gives a role for a time after seeing what it changes, and takes it again', async () => {
    await window.signInAs(personWith('ADMINISTRATOR'), 'ADMINISTRATOR');
    await window.open('Users');
    const name = personWith('INITIAL');
    await search(name);
    await new UsersPage(launched.page).open(name);
    const person = new PersonPage(launched.page, name);
    await expect(person.assignment('INITIAL')).toBeVisible();
    await window.expectAccessible();

    await person.press('Give role');
    await person.chooseRole('DIALER_USER');
    await expect(person.effect).toContainText('Gains 2 rights');
    await expect(person.effect).toContainText('See number lists');
    await launched.page.getByRole('button', { name: 'In a week' }).click();
    await expect(person.effect).toContainText('until');
    await window.expectAccessible();
    await person.submit('Give role');
    await expect(person.assignment('DIALER_USER')).toContainText('until');

    await person.showTab('What they can do');
    const right = person.panel.getByRole('listitem').filter({ hasText: 'See number lists' });
    await right.first().locator('summary').click();
    await expect(right.first()).toContainText('View the list of numbers');
    await window.expectAccessible();

    await person.showTab('Access');
    await person.change('DIALER_USER');
    await launched.page.getByRole('button', { name: 'No end' }).click();
    await launched.page.getByRole('button', { name: 'Save' }).click();
    await expect(person.assignment('DIALER_USER')).not.toContainText('until');

    await person.take('DIALER_USER');
    await expect(person.dialog).toContainText('Loses 2 rights');
    await person.dialog.getByRole('button', { name: 'Take role' }).click();
    await expect(person.assignment('DIALER_USER')).toHaveCount(0);
  });

  test('a person’s page is reached by its address', async () => {
    const hash = await launched.page.evaluate(() => location.hash);
    await window.goTo('#/');
    await window.goTo(hash);
    await expect(launched.page.getByRole('region', { name: personWith('INITIAL') })).toBeVisible();
    await window.closePanel();
  });

  test('what becomes of a person’s work is said before they are switched off', async () => {
    const name = personWith('INITIAL');
    await new UsersPage(launched.page).open(name);
    const person = new PersonPage(launched.page, name);
    await person.press('Switch user off');
    await expect(person.dialog).toContainText('They own nothing that you see');
    await person.dialog.getByRole('button', { name: 'Cancel' }).click();
    await window.closePanel();
  });

  test('a role given to several people is decided for each, with a result for each', async () => {
    await search('example');
    const grid = launched.page.getByRole('grid', { name: 'Users' });
    await grid.getByRole('checkbox', { name: 'Select all rows' }).click();
    const person = new PersonPage(launched.page, 'Give role');
    await launched.page.getByRole('button', { name: 'Give role' }).click();
    await person.chooseRole('TECH_SUPPORT');
    await person.submit('Give role');
    const results = launched.page.getByRole('region', { name: 'Results' });
    await expect(results.getByRole('status')).toContainText(/^\d+ of \d+ done$/);
    const mine = results.getByRole('listitem').filter({ hasText: personWith('ADMINISTRATOR') });
    await expect(mine).toContainText('Nobody gives roles to themselves');
    await window.expectAccessible();
    await results.getByRole('button', { name: 'Close' }).click();
    await launched.page.getByRole('button', { name: 'Clear selection' }).click();
  });

  test('people come from a CSV file, row by row, and go into one', async () => {
    const file = join(folder, 'people.csv');
    writeFileSync(
      file,
      [
        'First name,Last name,E-mail,Role,Until',
        'Nia,Field,nia.field@north.example,OPERATOR,2031-05-03',
        'Ole,Berg,ole.berg@north.example,EMPEROR,',
      ].join('\n'),
    );
    await launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, file);
    await launched.page.getByRole('button', { name: 'Import users' }).click();
    const panel = launched.page.getByRole('region', { name: 'Import users' });
    await panel.getByRole('button', { name: 'Choose file' }).click();
    await expect(panel).toContainText('1 to invite, 0 roles to give, 0 without change, 1 refused.');
    await expect(panel).toContainText('There is no role "EMPEROR" to be given here.');
    await window.expectAccessible();
    await panel.getByRole('button', { name: 'Import 1 row' }).click();
    await expect(panel.getByRole('status')).toHaveText('1 of 2 done');
    await panel.getByRole('button', { name: 'Close', exact: true }).click();
    await search('nia.field');
    await expect(new UsersPage(launched.page).row('Nia Field')).toContainText('Invited');

    const out = join(folder, 'out.csv');
    await launched.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
    }, out);
    await launched.page.getByRole('button', { name: 'Export users' }).click();
    await expect(launched.page.getByRole('alert').filter({ hasText: 'exported' })).toBeVisible();
    expect(readFileSync(out, 'utf8')).toContain('nia.field@north.example');
  });
});
