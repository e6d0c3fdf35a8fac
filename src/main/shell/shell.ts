import { join } from 'node:path';
import { app, shell as desktop, dialog } from 'electron';
import { RemoteService } from '#main/service/remote.ts';
import type { ServiceEvent } from '#shared/events.ts';
import { addressOfLink } from './deep-link.ts';
import { utilityDialer } from './dialer.ts';
import { Ipc } from './ipc.ts';
import { systemKeyStore } from './key-store.ts';
import { logFileIn, note, noteFault } from './log.ts';
import { ApplicationMenu } from './menu.ts';
import { RunningJobs } from './running-jobs.ts';
import { type MayDo, sessionAfter, sessionIn } from './session-watch.ts';
import type { Start } from './start.ts';
import { bringToFront, type OpenedWindow, openWindow } from './window.ts';

/** How long jobs may take to stop in good order, in ms; what is cut off is dealt with at the next start. */
const PATIENCE = 30_000;
/** A page that crashes more often than this is not loaded again. */
const MOST_CRASHES = 3;

/** The one window with its menu, its service thread, and their common end. */
export class Shell {
  readonly #start: Start;
  readonly #onFailure: (error: unknown) => void;
  readonly #jobs = new RunningJobs();
  readonly #useful = Promise.withResolvers<void>();
  #address = '/';
  #opened: OpenedWindow | null = null;
  #service: Promise<RemoteService> | null = null;
  #ipc: Ipc | null = null;
  #menu: ApplicationMenu | null = null;
  #leaving = false;
  #ended = false;

  /** `onFailure` is called when the workspace cannot be opened. */
  constructor(start: Start, onFailure: (error: unknown) => void) {
    this.#start = start;
    this.#onFailure = onFailure;
    if (start.link !== undefined) this.#address = addressOfLink(start.link);
  }

  /** Opens the workspace and, beside that, the window. Electron must be ready. */
  open(): void {
    const { service: entry, folder, job, dialer, demo, userData, preload } = this.#start;
    this.#menu = new ApplicationMenu({
      platform: process.platform,
      development: !app.isPackaged,
      tell: (event) => this.#ipc?.tell(event, null),
      showLog: () => desktop.showItemInFolder(logFileIn(userData)),
    });
    this.#service = RemoteService.start(
      entry,
      { folder, jobEntry: job.href, demo },
      {
        event: (event, only) => this.#hear(event, only),
        report: (what, error) => noteFault(what, error),
        spawnDialer: utilityDialer(dialer),
        keyStore: systemKeyStore,
      },
    );
    this.#ipc = new Ipc(this.#service, (operation, reply) => this.#follow(sessionIn(operation, reply)));
    this.#opened = openWindow({ stateFile: join(userData, 'window.json'), preload, at: this.#address });
    this.#ipc.admit(this.#opened.window);
    this.#tend(this.#opened);
    this.#service.then(
      () => this.#useful.resolve(),
      (error: unknown) => {
        this.#ended = true;
        note('The workspace was not opened.');
        this.#onFailure(error);
      },
    );
  }

  /** Another start, or a link, asks for the window. */
  comeForward(address: string | null): void {
    if (address !== null) this.#address = address;
    if (this.#opened === null || this.#leaving) return;
    bringToFront(this.#opened.window);
    if (address !== null) this.#ipc?.tell({ type: 'navigate', to: address }, null);
  }

  /** Whether the app may end now. If not, it asks the person, ends the jobs, and quits again by itself. */
  mayQuit(): boolean {
    if (this.#ended || this.#service === null) return true;
    if (!this.#leaving) {
      this.#leaving = true;
      this.#leave(this.#service).catch((error: unknown) => {
        noteFault('end', error);
        app.exit(1);
      });
    }
    return false;
  }

  #hear(event: ServiceEvent, only: readonly string[] | null): void {
    this.#jobs.hear(event);
    this.#follow(sessionAfter(event));
    this.#ipc?.tell(event, only);
    // A demo workspace takes a while to make; the window shows how far it is.
    if (event.type === 'progress') this.#useful.resolve();
  }

  #follow(mayDo: MayDo | undefined): void {
    if (mayDo !== undefined) this.#menu?.follow(mayDo);
  }

  #tend(opened: OpenedWindow): void {
    const { window } = opened;
    const painted = new Promise<void>((resolve) => window.once('ready-to-show', () => resolve()));
    Promise.all([painted, this.#useful.promise]).then(
      () => opened.show(),
      () => undefined,
    );
    window.on('close', (event) => {
      if (this.#ended) return;
      event.preventDefault();
      app.quit();
    });
    let crashes = 0;
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      noteFault('page', reason);
      crashes += 1;
      if (crashes <= MOST_CRASHES && !this.#leaving) window.webContents.reload();
    });
    window.webContents.on('preload-error', (_event, _path, error) => noteFault('preload', error));
  }

  async #leave(starting: Promise<RemoteService>): Promise<void> {
    if (!(await this.#wantsToQuit())) {
      this.#leaving = false;
      return;
    }
    const window = this.#opened?.window;
    this.#opened?.remember();
    if (window?.isDestroyed() === false) window.hide();
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const closed = starting.then((service) => service.close());
    const timer = setTimeout(() => resolve('late'), PATIENCE);
    if ((await Promise.race([closed, late])) === 'late') noteFault('end', 'jobs did not stop in time');
    clearTimeout(timer);
    this.#ended = true;
    app.quit();
  }

  async #wantsToQuit(): Promise<boolean> {
    const question = this.#jobs.question();
    const window = this.#opened?.window;
    if (question === null || window === undefined || window.isDestroyed()) return true;
    const answer = await dialog.showMessageBox(window, {
      type: 'question',
      title: 'Rolecall',
      buttons: ['Quit', 'Stay'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
      ...question,
    });
    return answer.response === 0;
  }
}
