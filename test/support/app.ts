import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronEnvironment } from '../electron-host/launch.ts';

/** The folder that Electron is given as the app: its package.json names the build. */
export const APP_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

/** A running Rolecall with a workspace folder of its own. */
export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The workspace's folder. */
  readonly workspace: string;
  /** Quits, stopping jobs that run, and removes the folder if it was made for this launch. */
  readonly close: () => Promise<void>;
}

export interface LaunchOptions {
  /** A folder to open and to leave in place; if absent a new empty one is made and removed again. */
  readonly workspace?: string;
  /** Starts with `--demo`. */
  readonly demo?: boolean;
  /** More arguments, such as a `rolecall://` link. */
  readonly args?: readonly string[];
  /** More of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A new empty folder, to be removed by who asked for it. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'rolecall-e2e-'));
}

/** Starts the build as a person would and waits until its window shows something. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const { env } = electronEnvironment();
  const workspace = options.workspace ?? newFolder();
  const args = [
    APP_FOLDER,
    '--workspace',
    workspace,
    ...(options.demo ? ['--demo'] : []),
    ...(options.args ?? []),
  ];
  // Playwright's default would lay a light scheme over what the app chose.
  const app = await _electron.launch({
    args: [...sandboxArgs(), ...args],
    env: { ...env, ...options.env },
    colorScheme: null,
  });
  const page = await app.firstWindow();
  await page.locator('#root > *').first().waitFor({ state: 'attached' });
  return {
    app,
    page,
    workspace,
    close: async () => {
      await quit(app);
      if (options.workspace === undefined) rmSync(workspace, { recursive: true, force: true });
    },
  };
}

/** Chromium's sandbox can't be used by root on Linux; tests run as root in containers. */
export function sandboxArgs(): readonly string[] {
  const real = electronEnvironment().which === 'electron';
  return real && process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Quits as a person who answers "Quit" to the question about running jobs. */
async function quit(app: ElectronApplication): Promise<void> {
  await app
    .evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
    })
    // It has ended already.
    .catch(() => undefined);
  await app.close();
}
