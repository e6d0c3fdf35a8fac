// The host's entrance: runs an Electron app's main process in this Node, and its windows in an installed Chromium.
import { existsSync, readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HostApp } from './app.ts';
import { browser } from './browser.ts';
import { CdpError } from './cdp.ts';
import { parseCommandLine } from './command-line.ts';
import { hasDisplay } from './display.ts';
import { electronModule } from './electron-module.ts';
import { onRole } from './menu-item.ts';
import { provideElectron } from './module-hooks.ts';
import { openProfile } from './profile.ts';
import { type PausedRequest, route } from './protocol.ts';
import { publishRecord } from './record.ts';
import { runRole } from './roles.ts';

/** Where an app starts, and what its package.json says about it. */
interface AppPackage {
  readonly path: string;
  readonly main: string;
  readonly name: string | undefined;
  readonly version: string | undefined;
}

function readApp(given: string): AppPackage {
  const path = resolve(given);
  const manifest = join(path, 'package.json');
  if (!existsSync(manifest)) return { path: dirname(path), main: path, name: undefined, version: undefined };
  const {
    main = 'index.js',
    name,
    productName,
    version,
  } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
  return { path, main: join(path, main), name: productName ?? name, version };
}

let ending = (): boolean => false;

async function start(): Promise<void> {
  const args = process.argv.slice(2);
  const commandLine = parseCommandLine(args);
  // As Electron has it: the executable first, then all that was given to it.
  process.argv = [process.argv[0] ?? 'electron', ...args];
  Object.defineProperty(process, 'type', { value: 'browser', enumerable: true });
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  const app = new HostApp(commandLine);
  ending = () => app.isEnding;
  provideElectron(electronModule(app));
  publishRecord();
  prepareToEnd(app);
  warnOfRejections(app);
  onRole((role, window) => runRole(role, window, app));
  browser.on('request', (request: PausedRequest) => void route(request));
  // Playwright reads the address of this inspector from stderr.
  if (commandLine.inspectPort !== undefined) inspector.open(commandLine.inspectPort, '127.0.0.1');
  const found = readApp(commandLine.appPath ?? '.');
  app.describe(found);
  const require = createRequire(import.meta.url);
  for (const module of commandLine.requires) require(module);
  const deadlock = (): void => {
    console.error(
      `${found.main} never finished: Electron becomes ready only after it, so it can't await app.whenReady().`,
    );
    process.exit(1);
  };
  process.once('beforeExit', deadlock);
  await import(pathToFileURL(found.main).href);
  process.off('beforeExit', deadlock);
  if (app.isEnding) return;
  const profile = openProfile(app.paths.chosenUserData());
  app.use(profile);
  await browser.launch({
    profile,
    switches: app.hostCommandLine.entries(),
    headless: !hasDisplay(),
    debuggingPort: commandLine.debuggingPort,
  });
  app.becomeReady();
}

/** As Electron has it, a rejection that nobody handles is a warning in the main process, not its end. */
function warnOfRejections(app: HostApp): void {
  process.on('unhandledRejection', (reason) => {
    // While the process ends, what pages still owed comes to nothing.
    const expected = app.isEnding && reason instanceof CdpError;
    if (!expected && process.listenerCount('unhandledRejection') === 1)
      console.error('Unhandled rejection:', reason);
  });
}

/** Sees to it that Chromium and its temporary profile never outlive this process. */
function prepareToEnd(app: HostApp): void {
  process.on('exit', () => app.cleanUp());
  browser.on('exit', (error?: Error) => {
    if (error) console.error(error.message);
    // All windows are gone now, which the app was told; without Chromium there is no way on.
    if (!app.isEnding) app.quit();
  });
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1);
      asked = true;
      app.quit();
    });
  }
}

start().catch((error: unknown) => {
  // Told to end while it was starting: what it waited for will not come any more.
  if (ending()) return;
  console.error(error);
  process.exit(1);
});
