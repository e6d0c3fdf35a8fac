import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { launchApp } from './app.ts';
import { demoWorkspace } from './demo-workspace.ts';

type Theme = 'light' | 'dark';

/** One picture: a screen as somebody with these roles sees it. */
interface Stop {
  readonly name: string;
  readonly path: string;
  /** Opens the first row of the list beside it. */
  readonly open?: boolean;
  /** Presses a button by its name then. */
  readonly press?: string;
}

/** The push-to-talk portal's matrix. */
const PORTAL = `/roles?filter=${encodeURIComponent('{"pack":"E","version":1}')}`;

const WALKS: readonly { readonly role: string; readonly stops: readonly Stop[] }[] = [
  {
    role: 'ADMINISTRATOR',
    stops: [
      { name: 'home', path: '/' },
      { name: 'users', path: '/users' },
      { name: 'user', path: '/users?sort=lastSignIn&direction=desc', open: true },
      { name: 'user-rights', path: '/users?sort=lastSignIn&direction=desc&tab=rights', open: true },
      {
        name: 'user-give-role',
        path: '/users?sort=lastSignIn&direction=desc',
        open: true,
        press: 'Give role',
      },
      { name: 'user-add', path: '/users', press: 'Add user' },
      { name: 'users-import', path: '/users', press: 'Import users' },
      { name: 'roles', path: '/roles' },
      { name: 'role-create', path: '/roles', press: 'Create role' },
      { name: 'access-why', path: `/access?filter=${encodeURIComponent('{"right":"broadcasts.start"}')}` },
      {
        name: 'access-who',
        path: `/access?tab=who&filter=${encodeURIComponent('{"right":"broadcasts.start"}')}`,
      },
      {
        name: 'access-compare',
        path: `/access?tab=compare&filter=${encodeURIComponent('{"left":"role:J:DIALER_ADMIN","rightSide":"role:J:DIALER_USER"}')}`,
      },
    ],
  },
  {
    role: 'DIALER_ADMIN',
    stops: [
      { name: 'home', path: '/' },
      { name: 'number-lists', path: '/number-lists' },
      { name: 'number-list', path: '/number-lists', open: true },
      { name: 'number-lists-export', path: '/number-lists', press: 'Export' },
      { name: 'number-list-import', path: '/number-lists', press: 'Import number list' },
      { name: 'do-not-call', path: '/do-not-call' },
      { name: 'do-not-call-source', path: '/do-not-call', open: true },
      { name: 'broadcasts', path: '/broadcasts' },
      { name: 'broadcast', path: '/broadcasts', open: true },
      { name: 'explain', path: '/broadcasts', open: true, press: 'Suspend' },
      { name: 'broadcast-create', path: '/broadcasts', press: 'Create voice broadcast' },
    ],
  },
  {
    role: 'DIALER_VERIFIED',
    stops: [
      { name: 'home', path: '/' },
      { name: 'broadcasts', path: '/broadcasts' },
      { name: 'broadcast', path: '/broadcasts', open: true },
    ],
  },
  {
    role: 'ANALYST',
    stops: [
      { name: 'dialog-logs', path: '/dialog-logs' },
      { name: 'dialog', path: '/dialog-logs', open: true },
      { name: 'clients', path: '/clients', open: true },
      { name: 'project-statistics', path: '/projects', open: true },
      { name: 'user-flow', path: '/user-flow' },
    ],
  },
  {
    role: 'RAWLOGS_ANALYTIC',
    stops: [
      { name: 'home', path: '/' },
      { name: 'exports', path: '/exports' },
      { name: 'export-request', path: '/exports', press: 'Export raw dialog log' },
      { name: 'nightly-exports', path: '/export-schedules' },
      { name: 'nightly-export', path: '/export-schedules', press: 'Export every night' },
    ],
  },
  {
    role: 'ACCESSOR',
    stops: [
      { name: 'dialog', path: '/dialog-logs', open: true },
      { name: 'project-overview', path: '/projects', open: true },
    ],
  },
  {
    role: 'WORKSPACE_ADMIN',
    stops: [
      { name: 'log-imports', path: '/log-imports' },
      { name: 'log-import', path: '/log-imports', press: 'Import dialog log' },
      { name: 'log-watch', path: '/log-imports', press: 'Watch a folder' },
      { name: 'log-keeping', path: '/log-imports', press: 'Set how long logs are kept' },
    ],
  },
  {
    role: 'WORKSPACE_ADMIN',
    stops: [
      { name: 'gateways', path: '/gateways' },
      { name: 'gateway-add', path: '/gateways', press: 'Add gateway' },
      { name: 'caller-ids', path: '/caller-ids' },
    ],
  },
  { role: 'INITIAL', stops: [{ name: 'home', path: '/' }] },
  {
    role: 'WORKSPACE_ADMIN',
    stops: [
      { name: 'scopes', path: '/scopes' },
      { name: 'scope', path: '/scopes', open: true },
      { name: 'scope-search', path: '/scopes?search=dock' },
      { name: 'realm-add', path: '/scopes', press: 'Add realm' },
      { name: 'reviews', path: '/reviews' },
      { name: 'review', path: '/reviews', open: true },
      { name: 'review-start', path: '/reviews', press: 'Start access review' },
      { name: 'roles', path: PORTAL },
      { name: 'roles-cell', path: `${PORTAL}&id=E.Create.5&tab=Support` },
      { name: 'roles-versions', path: '/roles', press: 'Versions' },
      { name: 'roles-import', path: '/roles', press: 'Import role pack' },
    ],
  },
  {
    role: 'AUDITOR',
    stops: [
      { name: 'audit', path: '/audit' },
      { name: 'audit-entry', path: '/audit', open: true },
    ],
  },
];

const THEMES: readonly Theme[] = ['light', 'dark'];

/** Waits until nothing on the page says that it is still loading. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('[aria-busy="true"]') === null && document.fonts.status === 'loaded',
  );
}

async function picture(app: ElectronApplication, page: Page, file: (theme: Theme) => string): Promise<void> {
  for (const theme of THEMES) {
    await app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
    await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor({ state: 'attached' });
    await settled(page);
    await page.screenshot({ path: file(theme), animations: 'disabled' });
    console.log(file(theme));
  }
}

async function goTo(page: Page, stop: Stop): Promise<void> {
  // By way of home, so that no panel of the last stop stays open.
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.evaluate((path) => {
    location.hash = `#${path}`;
  }, stop.path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
  if (stop.open === true) {
    await page.locator('[role=grid], [role=treegrid]').first().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Close panel' }).waitFor();
    await settled(page);
  }
  if (stop.press !== undefined) {
    // A refused button can be pressed too: it explains itself.
    await page.getByRole('button', { name: stop.press }).first().click({ force: true });
  }
  await settled(page);
}

/** Walks every screen of the demo workspace under several roles and writes a picture of each in both themes. */
async function tour(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const fresh = await launchApp();
  await fresh.page.getByRole('heading').first().waitFor();
  await picture(fresh.app, fresh.page, (theme) => join(folder, `first-start.${theme}.png`));
  await fresh.close();

  const demo = await demoWorkspace();
  const { app, page, close } = await launchApp({ workspace: demo.workspace, demo: true });
  await page.getByRole('searchbox').first().waitFor();
  await picture(app, page, (theme) => join(folder, `sign-in.${theme}.png`));
  for (const { role, stops } of WALKS) {
    const people = page.getByRole('region', { name: role, exact: true });
    await people.getByRole('button').first().click();
    await page.getByRole('navigation').first().waitFor();
    for (const stop of stops) {
      await goTo(page, stop);
      await picture(app, page, (theme) => join(folder, `${role}.${stop.name}.${theme}.png`));
    }
    await page.evaluate(async () => {
      const { rolecall } = window as unknown as {
        rolecall: { invoke(name: string, input: object): Promise<void> };
      };
      await rolecall.invoke('session.signOut', {});
      location.hash = '#/';
      location.reload();
    });
    await page.getByRole('searchbox').first().waitFor();
  }
  await close();
  demo.remove();
}

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Name a folder for the pictures: npm start -- --tour DIR');
  process.exitCode = 2;
} else {
  await tour(resolve(folder));
}
