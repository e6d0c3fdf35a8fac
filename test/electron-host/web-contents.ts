import { pathToFileURL } from 'node:url';
import type * as Electron from 'electron';
import { browser } from './browser.ts';
import { emptyPage } from './chromium.ts';
import { hostEvent } from './host-event.ts';
import { invokeError, ipcMain } from './ipc-main.ts';
import { loud } from './loud.ts';
import { acceleratorsForPages, runAccelerator } from './menu.ts';
import { imageFromPng } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { type DocumentRequest, NavigationGuard } from './navigation.ts';
import { HostPage, type PageMessage } from './page.ts';
import { RecordedContents } from './recorded-contents.ts';
import { schemes } from './schemes.ts';
import { hostSession } from './session.ts';
import { mainFrame } from './web-frame.ts';
import { type RegisteredContents, registry } from './window-registry.ts';

type Members =
  | 'id'
  | 'session'
  | 'mainFrame'
  | 'send'
  | 'loadURL'
  | 'loadFile'
  | 'reload'
  | 'reloadIgnoringCache'
  | 'getURL'
  | 'getTitle'
  | 'isDestroyed'
  | 'isLoading'
  | 'isCrashed'
  | 'forcefullyCrashRenderer'
  | 'isFocused'
  | 'focus'
  | 'close'
  | 'stop'
  | 'getType'
  | 'setWindowOpenHandler'
  | 'setZoomFactor'
  | 'getZoomFactor'
  | 'setZoomLevel'
  | 'getZoomLevel'
  | 'capturePage'
  | 'executeJavaScript'
  | 'getOrCreateDevToolsTargetId';

type OpenHandler = (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse;
/** What the window gives its web contents. */
export interface ContentsOptions {
  readonly preload: string | undefined;
  readonly size: { readonly width: number; readonly height: number };
  /** Makes a window for a page that the app lets open one. */
  readonly openWindow: (url: string, options: Electron.BrowserWindowConstructorOptions) => void;
  readonly closeWindow: () => void;
}

/** `webContents` of one window. */
export class HostWebContents
  extends RecordedContents
  implements Pick<Electron.WebContents, Members>, RegisteredContents
{
  readonly id: number;
  readonly outer: Electron.WebContents;
  readonly page: HostPage;
  readonly session = hostSession;
  private readonly options: ContentsOptions;
  private url = '';
  private readonly navigation = new NavigationGuard(this);
  private destroyed = false;
  private loading = false;
  private crashed = false;
  private zoom = 1;
  private openHandler: OpenHandler = () => ({ action: 'allow' });

  constructor(id: number, options: ContentsOptions) {
    super();
    this.setMaxListeners(0);
    this.id = id;
    this.options = options;
    this.outer = loud(this, 'webContents') as unknown as Electron.WebContents;
    this.page = new HostPage(options.preload, options.size);
    this.listen();
    this.page.ready.then(
      () => this.applyTheme(),
      () => undefined,
    );
  }

  get mainFrame(): Electron.WebFrameMain {
    return mainFrame(this.getURL(), this.id);
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- Electron's own signature
  send(channel: string, ...args: any[]): void {
    this.page.post(['event', 0, channel], args);
  }

  async loadURL(url: string): Promise<void> {
    await this.page.ready;
    this.applyPermissionsFor(url);
    const address = schemes.toPage(url);
    this.navigation.expect(address);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const result = await this.page.send<{ errorText?: string; loaderId?: string }>('Page.navigate', {
      url: address,
    });
    if (result.errorText !== undefined) {
      const text = result.errorText.replace(/^net::/, '');
      this.emit('did-fail-load', hostEvent({}), -2, text, url, true, 1, this.id);
      throw Object.assign(new Error(`${text} (-2) loading '${url}'`), { code: text, errno: -2, url });
    }
    if (result.loaderId !== undefined) await loaded;
  }

  loadFile(path: string, options: Electron.LoadFileOptions = {}): Promise<void> {
    const url = pathToFileURL(path);
    if (options.hash !== undefined) url.hash = options.hash;
    if (options.search !== undefined) url.search = options.search;
    for (const [key, value] of Object.entries(options.query ?? {})) url.searchParams.set(key, value);
    return this.loadURL(url.href);
  }

  reload(): void {
    this.navigation.expect(this.url);
    this.quietly('Page.reload');
  }

  reloadIgnoringCache(): void {
    this.navigation.expect(this.url);
    this.quietly('Page.reload', { ignoreCache: true });
  }

  forcefullyCrashRenderer(): void {
    this.quietly('Page.crash');
  }

  stop(): void {
    this.quietly('Page.stopLoading');
  }

  getURL(): string {
    return schemes.toApp(this.url);
  }

  getTitle(): string {
    return '';
  }

  getType(): 'window' {
    return 'window';
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  isLoading(): boolean {
    return this.loading;
  }

  isCrashed(): boolean {
    return this.crashed;
  }

  isFocused(): boolean {
    return registry.focused === this.id;
  }

  focus(): void {
    this.quietly('Page.bringToFront');
  }

  close(): void {
    this.options.closeWindow();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  /** As in Electron's own zoom, the page gets fewer or more CSS pixels in the same window. */
  setZoomFactor(factor: number): void {
    this.zoom = factor;
    this.applyZoom();
  }

  getZoomFactor(): number {
    return this.zoom;
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }

  getZoomLevel(): number {
    return Math.log(this.zoom) / Math.log(1.2);
  }

  async capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    const clip = rect && { ...rect, scale: 1 };
    const shot = await this.page.send<{ data: string }>('Page.captureScreenshot', {
      format: 'png',
      ...(clip && { clip }),
    });
    return imageFromPng(Buffer.from(shot.data, 'base64'));
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const answer = await this.page.send<{
      result: { value?: unknown };
      exceptionDetails?: { exception?: { description?: string } };
    }>('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true, userGesture });
    if (answer.exceptionDetails)
      throw new Error(answer.exceptionDetails.exception?.description ?? 'Script failed to execute');
    return answer.result.value;
  }

  getOrCreateDevToolsTargetId(): string {
    return this.page.targetId ?? '';
  }

  // -- for the host's own files --

  targetId(): string | undefined {
    return this.page.targetId;
  }

  hasFrame(frameId: string): boolean {
    return this.page.hasFrame(frameId);
  }

  allowsNavigation(request: DocumentRequest): boolean {
    return this.navigation.allows(request, this.url);
  }

  applyTheme(): void {
    const value = nativeTheme.themeSource === 'system' ? '' : nativeTheme.themeSource;
    this.quietly('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
  }

  postAccelerators(): void {
    this.page.post(['accelerators', 0, ''], acceleratorsForPages());
  }

  applyPermissions(): void {
    if (this.url !== '') this.applyPermissionsFor(this.getURL());
  }

  /** Tells Chromium the content's size when a zoom stands between it and the window. */
  applyZoom(size = this.options.size): void {
    if (this.zoom === 1) {
      this.quietly('Emulation.clearDeviceMetricsOverride');
      return;
    }
    const [width, height] = [size.width, size.height].map((length) => Math.round(length / this.zoom));
    this.quietly('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: this.zoom,
      mobile: false,
    });
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.emit('destroyed');
  }

  private quietly(method: string, params: object = {}): void {
    this.page.send(method, params).catch(() => undefined);
  }

  private applyPermissionsFor(url: string): void {
    const origin = /^https?:\/\/[^/]+/.exec(schemes.toPage(url))?.[0];
    if (origin === undefined) return;
    for (const { name, setting } of hostSession.permissionSettings(
      this.outer,
      mainFrame(url, this.id).origin,
    )) {
      browser.send('Browser.setPermission', { permission: { name }, setting, origin }).catch(() => undefined);
    }
  }

  private listen(): void {
    const { page } = this;
    page.on('message', (message: PageMessage) => void this.onMessage(message));
    page.on('world', () => this.postAccelerators());
    page.onCdp('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      if (this.url === '' && (frame.url === emptyPage || frame.url === 'about:blank')) return;
      this.url = `${frame.url}${frame.urlFragment ?? ''}`;
      this.loading = true;
      this.crashed = false;
      this.emit('did-navigate', hostEvent({}), this.getURL(), 200, 'OK');
    });
    page.onCdp('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== page.targetId) return;
      this.url = url;
      this.emit('did-navigate-in-page', hostEvent({}), this.getURL(), true, 1, this.id);
    });
    page.onCdp('Page.domContentEventFired', () => this.emit('dom-ready', hostEvent({})));
    page.onCdp('Page.loadEventFired', () => {
      this.loading = false;
      if (this.url !== '') this.emit('did-finish-load', hostEvent({}));
    });
    page.onCdp('Page.windowOpen', (event) =>
      this.onWindowOpen(event.url, event.windowName, event.windowFeatures.join(',')),
    );
    page.onCdp('Inspector.targetCrashed', () => {
      this.crashed = true;
      this.emit('render-process-gone', hostEvent({}), { reason: 'crashed', exitCode: 1 });
    });
  }

  private onWindowOpen(url: string, frameName: string, features: string): void {
    const address = schemes.toApp(url);
    const referrer = { url: this.getURL(), policy: 'strict-origin-when-cross-origin' as const };
    const answer = this.openHandler({
      url: address,
      frameName,
      features,
      disposition: 'foreground-tab',
      referrer,
    });
    if (answer.action === 'allow')
      this.options.openWindow(address, answer.overrideBrowserWindowOptions ?? {});
  }

  private async onMessage(message: PageMessage): Promise<void> {
    const { kind, name } = message;
    const args = message.body as unknown[];
    const from = { sender: this.outer, senderFrame: mainFrame(schemes.toApp(message.url), this.id) };
    if (kind === 'invoke') {
      const result = await ipcMain.answer(name, from, args);
      this.reply(message, result);
    } else if (kind === 'send') {
      this.emit('ipc-message', hostEvent(from), name, ...args);
      ipcMain.deliver(name, from, args);
    } else if (kind === 'accelerator') runAccelerator(name, registry.windows.get(this.id)?.outer);
    else if (kind === 'preload-error')
      this.emit('preload-error', hostEvent({}), 'preload', new Error(String(args[0])));
    else if (kind === 'open') this.onWindowOpen(name, String(args[0]), String(args[1]));
    else if (kind === 'window') this.emit('host-window-report', name, args);
    else if (kind === 'navigate' && this.navigation.asks(schemes.toApp(name), true)) void this.loadURL(name);
  }

  /** Answers an invoke in the document that asked. */
  private reply(
    { id, name, contextId }: PageMessage,
    result: Awaited<ReturnType<typeof ipcMain.answer>>,
  ): void {
    if (!result.ok) return this.page.post(['refuse', id, name], result.message, contextId);
    try {
      this.page.post(['reply', id, name], result.value, contextId);
    } catch (error) {
      this.page.post(['refuse', id, name], invokeError(name, error), contextId);
    }
  }
}
