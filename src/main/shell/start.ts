import { mkdirSync } from 'node:fs';
import { app, dialog } from 'electron';
import { addressOfLink } from './deep-link.ts';
import { guardEverything } from './guard.ts';
import { logTo, note, noteFault } from './log.ts';
import { declareScheme, servePages } from './protocol.ts';
import { Shell } from './shell.ts';
import { startFailure } from './start-failure.ts';

/** What a start is made of: folders, entries of the build, and what the person asked for. */
export interface Start {
  /** The workspace's folder. */
  readonly folder: string;
  /** The window's own data, within the workspace's folder: so there is one window to a workspace. */
  readonly userData: string;
  readonly demo: boolean;
  /** A `rolecall://` link. */
  readonly link: string | undefined;
  readonly service: URL;
  readonly job: URL;
  readonly dialer: URL;
  readonly preload: string;
  /** Folder of the page's files. */
  readonly pages: string;
}

const APP_ID = 'app.rolecall.console';

/** Says why Rolecall cannot go on, and ends it with exit code 1. */
function giveUp(message: string): void {
  dialog.showErrorBox('Rolecall', message);
  app.exit(1);
}

/** What another start asks for by way of the lock; it may be any program of this person's. */
function linkIn(data: unknown): string | null {
  const link = typeof data === 'object' && data !== null && 'link' in data ? data.link : null;
  return typeof link === 'string' ? link : null;
}

function listenForMore(shell: Shell): void {
  app.on('second-instance', (_event, _argv, ...[, data]) => {
    const link = linkIn(data);
    shell.comeForward(link === null ? null : addressOfLink(link));
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    shell.comeForward(addressOfLink(link));
  });
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (!shell.mayQuit()) event.preventDefault();
  });
}

/** Catches what nobody else did: a bug is logged, and said to the person where nothing can go on. */
function catchFaults(): void {
  process.on('unhandledRejection', (error) => noteFault('unhandled rejection', error));
  process.on('uncaughtException', (error) => {
    noteFault('uncaught exception', error);
    giveUp('A fault in Rolecall has stopped it. What was saved is kept; the fault is in the log.');
  });
}

function begin(start: Start, shell: Shell): void {
  note(`Rolecall ${app.getVersion()} starts`);
  if (app.isPackaged) app.setAsDefaultProtocolClient('rolecall');
  guardEverything();
  servePages(start.pages);
  shell.open();
}

/** Starts the console, or hands over to the one that already has this workspace open. */
export function startShell(start: Start): void {
  app.enableSandbox();
  app.setAppUserModelId(APP_ID);
  try {
    mkdirSync(start.userData, { recursive: true });
  } catch (error) {
    giveUp(startFailure(start.folder, error));
    return;
  }
  app.setPath('userData', start.userData);
  if (!app.requestSingleInstanceLock({ link: start.link ?? null })) {
    app.quit();
    return;
  }
  logTo(start.userData);
  catchFaults();
  declareScheme();
  const shell = new Shell(start, (error) => giveUp(startFailure(start.folder, error)));
  listenForMore(shell);
  // Not awaited: Electron is ready only after the main module has been evaluated.
  app
    .whenReady()
    .then(() => begin(start, shell))
    .catch((error: unknown) => {
      noteFault('start', error);
      giveUp(startFailure(start.folder, error));
    });
}
