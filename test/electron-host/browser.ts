import { EventEmitter } from 'node:events';
import type { CdpSession } from './cdp.ts';
import { type Chromium, type ChromiumOptions, startChromium } from './chromium.ts';

/** A page of Chromium, attached to and paused before its first step. */
export interface AttachedPage {
  readonly targetId: string;
  readonly session: CdpSession;
}

interface AttachedEvent {
  readonly sessionId: string;
  readonly targetInfo: {
    readonly targetId: string;
    readonly type: string;
    readonly url: string;
    readonly openerId?: string;
  };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
}

function deferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** The one Chromium behind all windows. Emits `exit` when it ends, `foreign-page` for pages that no one asked for. */
class Browser extends EventEmitter {
  private readonly running = deferred<Chromium>();
  private readonly pages = new Map<string, CdpSession>();
  private chromium: Chromium | undefined;
  private headless = true;
  private queue: Promise<unknown> = Promise.resolve();
  private awaited: { id: string | undefined; arrived: (page: AttachedPage) => void } | undefined;
  private early: AttachedPage[] = [];

  /** Starts Chromium and resolves when pages can be made. */
  async launch(options: ChromiumOptions): Promise<void> {
    const chromium = startChromium(options);
    this.chromium = chromium;
    this.headless = options.headless;
    chromium.process.on('error', (error) => this.emit('exit', error));
    chromium.process.on('exit', () => this.onExit());
    const { root } = chromium.connection;
    root.on('Target.attachedToTarget', (event: AttachedEvent) => this.onAttached(event));
    root.on('Target.detachedFromTarget', (event: { sessionId: string }) => this.onDetached(event.sessionId));
    root.on('Fetch.requestPaused', (event: unknown) => this.emit('request', event));
    const filter = ['browser', 'tab', 'browser_ui'].map((type) => ({ type, exclude: true }));
    await Promise.all([
      root.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      root.send('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [...filter, {}],
      }),
    ]);
    this.running.resolve(chromium);
  }

  /** A command to the browser itself, once it runs. */
  async send<R>(method: string, params: object = {}): Promise<R> {
    const chromium = await this.running.promise;
    return chromium.connection.root.send<R>(method, params);
  }

  /** Makes a window with one page; windows are made one after the other. */
  openPage(size: { readonly width: number; readonly height: number }): Promise<AttachedPage> {
    const page = this.queue.then(() => this.createPage(size));
    this.queue = page.catch(() => undefined);
    return page;
  }

  /**
   * Ends Chromium and waits until it is gone. With patience (milliseconds) it may write what it holds first;
   * without, it is ended by force.
   */
  async close(patience = 0): Promise<void> {
    const child = this.chromium?.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (patience === 0) child.kill('SIGKILL');
    else this.send('Browser.close').catch(() => undefined);
    const tooLong = setTimeout(() => child.kill('SIGKILL'), patience);
    await ended;
    clearTimeout(tooLong);
  }

  /** Ends Chromium at once, by its process id; resolves to nothing as it may be called from an exit handler. */
  kill(): void {
    this.chromium?.process.kill('SIGKILL');
  }

  private async createPage(size: { readonly width: number; readonly height: number }): Promise<AttachedPage> {
    const chromium = await this.running.promise;
    const page = deferred<AttachedPage>();
    this.awaited = { id: undefined, arrived: page.resolve };
    if (this.headless) {
      const created = await this.send<{ targetId: string }>('Target.createTarget', {
        url: 'about:blank',
        newWindow: true,
        ...size,
      });
      this.awaited.id = created.targetId;
      for (const attached of this.early.splice(0)) this.place(attached, '');
    } else {
      chromium.openAppWindow();
    }
    return page.promise;
  }

  private onAttached({ sessionId, targetInfo }: AttachedEvent): void {
    const session = this.chromium?.connection.session(sessionId);
    if (!session) return;
    if (targetInfo.type !== 'page') {
      session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
      return;
    }
    this.pages.set(sessionId, session);
    const attached = { targetId: targetInfo.targetId, session };
    if (targetInfo.openerId !== undefined) this.refuse(attached, targetInfo.url);
    else if (this.headless && this.awaited && this.awaited.id === undefined) this.early.push(attached);
    else this.place(attached, targetInfo.url);
  }

  private place(page: AttachedPage, url: string): void {
    const { awaited } = this;
    if (awaited && (!this.headless || awaited.id === page.targetId)) {
      this.awaited = undefined;
      awaited.arrived(page);
    } else this.refuse(page, url);
  }

  /** Only the host makes windows: what a page or a person's shortcut opened is closed before it loads anything. */
  private refuse(page: AttachedPage, url: string): void {
    this.emit('foreign-page', url);
    this.send('Target.closeTarget', { targetId: page.targetId }).catch(() => undefined);
  }

  private onDetached(sessionId: string): void {
    const session = this.pages.get(sessionId);
    this.pages.delete(sessionId);
    session?.emit('gone');
    this.chromium?.connection.forget(sessionId);
  }

  private onExit(): void {
    for (const id of this.pages.keys()) this.onDetached(id);
    this.emit('exit');
  }
}

/** The browser of this process. */
export const browser = new Browser();
