import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { browser } from './browser.ts';
import { hostEvent } from './host-event.ts';
import { loud } from './loud.ts';
import { HostWebContents } from './web-contents.ts';
import { WindowDecoration } from './window-decoration.ts';
import { type RegisteredWindow, registry } from './window-registry.ts';

type Members =
  | 'id'
  | 'webContents'
  | 'loadURL'
  | 'loadFile'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'restore'
  | 'minimize'
  | 'maximize'
  | 'unmaximize'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'setFullScreen'
  | 'isVisible'
  | 'isFocused'
  | 'isDestroyed'
  | 'getBounds'
  | 'setBounds'
  | 'getContentBounds'
  | 'getNormalBounds'
  | 'getSize'
  | 'setSize'
  | 'getContentSize'
  | 'setTitle'
  | 'getTitle'
  | 'close'
  | 'destroy'
  | 'reload'
  | 'capturePage'
  | 'moveTop';
type State = 'normal' | 'minimized' | 'maximized' | 'fullscreen';

/** Events by which the app learns of windows; the host's start passes them on to `app`. */
export const windowEvents = new EventEmitter();

/** `BrowserWindow`: a Chromium window without tabs, whose content has exactly the size asked for. */
export class HostBrowserWindow
  extends WindowDecoration
  implements Pick<Electron.BrowserWindow, Members>, RegisteredWindow
{
  readonly id = registry.nextId();
  readonly outer: Electron.BrowserWindow;
  readonly webContents: Electron.WebContents;
  readonly contents: HostWebContents;
  private bounds: Electron.Rectangle;
  private state: State = 'normal';
  private visible: boolean;
  private destroyed = false;
  private closing = false;
  private shown = false;
  private title: string;
  private windowId: Promise<number>;

  static getAllWindows(): Electron.BrowserWindow[] {
    return registry.all().map((window) => window.outer);
  }

  static fromId(id: number): Electron.BrowserWindow | null {
    return registry.windows.get(id)?.outer ?? null;
  }

  static fromWebContents(contents: Electron.WebContents): Electron.BrowserWindow | null {
    return registry.all().find((window) => window.contents.outer === contents)?.outer ?? null;
  }

  static getFocusedWindow(): Electron.BrowserWindow | null {
    return registry.focused === undefined ? null : HostBrowserWindow.fromId(registry.focused);
  }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.setMaxListeners(0);
    const { width = 800, height = 600, x = 0, y = 0 } = options;
    this.bounds = { x, y, width, height };
    this.visible = options.show ?? true;
    this.title = options.title ?? '';
    this.outer = loud(this, 'BrowserWindow') as unknown as Electron.BrowserWindow;
    this.contents = new HostWebContents(this.id, {
      preload: options.webPreferences?.preload,
      size: { width, height },
      openWindow: (url, extra) => void new HostBrowserWindow({ ...options, ...extra }).loadURL(url),
      closeWindow: () => this.close(),
    });
    this.webContents = this.contents.outer;
    registry.windows.set(this.id, this);
    if (this.visible) registry.focused = this.id;
    this.windowId = this.contents.page.ready.then(() => this.place(options));
    this.windowId.catch(() => undefined);
    this.listen();
    windowEvents.emit('created', this.outer);
    // biome-ignore lint/correctness/noConstructorReturn: the app must hold what fails loudly
    return this.outer as unknown as HostBrowserWindow;
  }

  loadURL(url: string): Promise<void> {
    return this.contents.loadURL(url);
  }

  loadFile(path: string, options?: Electron.LoadFileOptions): Promise<void> {
    return this.contents.loadFile(path, options);
  }

  reload(): void {
    this.contents.reload();
  }

  capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    return this.contents.capturePage(rect);
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.visible) return;
    this.visible = true;
    if (this.state === 'minimized') this.changeState('normal');
    this.emit('show');
  }

  hide(): void {
    if (!this.visible) return;
    this.visible = false;
    this.setChromiumState('minimized');
    this.blur();
    this.emit('hide');
  }

  focus(): void {
    this.contents.focus();
    this.takeFocus();
  }

  blur(): void {
    if (registry.focused !== this.id) return;
    registry.focused = undefined;
    this.emit('blur', hostEvent({}));
  }

  restore(): void {
    if (this.state === 'minimized') this.changeState('normal', 'restore');
  }

  minimize(): void {
    this.changeState('minimized', 'minimize');
  }

  maximize(): void {
    this.changeState('maximized', 'maximize');
  }

  unmaximize(): void {
    if (this.state === 'maximized') this.changeState('normal', 'unmaximize');
  }

  setFullScreen(flag: boolean): void {
    if (flag === this.isFullScreen()) return;
    this.changeState(flag ? 'fullscreen' : 'normal', flag ? 'enter-full-screen' : 'leave-full-screen');
  }

  isMinimized(): boolean {
    return this.state === 'minimized';
  }

  isMaximized(): boolean {
    return this.state === 'maximized';
  }

  isFullScreen(): boolean {
    return this.state === 'fullscreen';
  }

  isVisible(): boolean {
    return this.visible && !this.destroyed;
  }

  isFocused(): boolean {
    return registry.focused === this.id;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.bounds };
  }

  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  getSize(): [number, number] {
    return [this.bounds.width, this.bounds.height];
  }

  getContentSize(): [number, number] {
    return this.getSize();
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.bounds;
    this.bounds = { ...before, ...bounds };
    const moved = this.bounds.x !== before.x || this.bounds.y !== before.y;
    const resized = this.bounds.width !== before.width || this.bounds.height !== before.height;
    void this.applyBounds(moved, resized).catch(() => undefined);
    if (moved) this.emit('move');
    if (moved) this.emit('moved');
    if (resized) this.emit('resize');
    if (resized) this.emit('resized');
  }

  setTitle(title: string): void {
    this.title = title;
  }

  getTitle(): string {
    return this.title;
  }

  isClosing(): boolean {
    return this.closing || this.destroyed;
  }

  /** Asks the app first (`close`), then closes. */
  close(): void {
    if (this.destroyed || this.closing) return;
    const event = hostEvent({});
    this.emit('close', event);
    if (event.defaultPrevented) return;
    this.closing = true;
    void this.closePage();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.closing = true;
    void this.closePage();
    this.onGone();
  }

  moveTop(): void {
    this.contents.focus();
  }

  private async place(options: Electron.BrowserWindowConstructorOptions): Promise<number> {
    const { targetId } = this.contents.page;
    const { windowId } = await browser.send<{ windowId: number }>('Browser.getWindowForTarget', { targetId });
    await this.applyBounds(options.x !== undefined || options.y !== undefined, true, windowId);
    if (options.fullscreen) this.setFullScreen(true);
    return windowId;
  }

  private async applyBounds(moved: boolean, resized: boolean, known?: number): Promise<void> {
    const windowId = known ?? (await this.windowId);
    const { x, y, width, height } = this.bounds;
    if (moved) await browser.send('Browser.setWindowBounds', { windowId, bounds: { left: x, top: y } });
    if (!resized) return;
    await browser.send('Browser.setContentsSize', { windowId, width, height });
    this.contents.applyZoom({ width, height });
  }

  private changeState(state: State, event?: string): void {
    if (state === this.state) return;
    this.state = state;
    this.setChromiumState(state);
    if (event) this.emit(event);
  }

  private setChromiumState(windowState: State): void {
    const change = async (): Promise<void> => {
      const windowId = await this.windowId;
      // Chromium changes from one special state to another only by way of the normal one.
      if (windowState !== 'normal')
        await browser.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
      await browser.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
    };
    change().catch(() => undefined);
  }

  private takeFocus(): void {
    if (registry.focused === this.id || this.destroyed) return;
    const before = registry.focused === undefined ? undefined : registry.windows.get(registry.focused);
    registry.focused = this.id;
    before?.outer.emit('blur', hostEvent({}));
    this.emit('focus', hostEvent({}));
  }

  private async closePage(): Promise<void> {
    try {
      await this.contents.page.ready;
      await browser.send('Target.closeTarget', { targetId: this.contents.page.targetId });
    } catch {
      // Chromium is gone, and the window with it.
    }
    this.onGone();
  }

  private onGone(): void {
    if (this.destroyed) return;
    if (!this.closing) this.emit('close', hostEvent({}));
    this.destroyed = true;
    registry.windows.delete(this.id);
    if (registry.focused === this.id) registry.focused = undefined;
    this.contents.destroy();
    this.emit('closed');
    windowEvents.emit('closed', this.outer);
  }

  private listen(): void {
    const { page } = this.contents;
    page.on('gone', () => this.onGone());
    const painted = (): void => {
      if (this.shown || this.destroyed) return;
      this.shown = true;
      this.emit('ready-to-show');
    };
    page.onCdp('Page.lifecycleEvent', ({ name }) => {
      if (name === 'firstPaint' && this.contents.getURL() !== '') painted();
    });
    this.contents.on('did-finish-load', painted);
    this.contents.on('host-window-report', (name: string, shape: [number, number, number, number]) => {
      if (name === 'focus') this.takeFocus();
      else if (name === 'blur') this.blur();
      else this.onResized(shape);
    });
  }

  private onResized([x, y, width, height]: [number, number, number, number]): void {
    if (this.state !== 'normal' || this.contents.getZoomFactor() !== 1) return;
    const { bounds } = this;
    if (bounds.width === width && bounds.height === height) return;
    this.bounds = { x, y, width, height };
    this.emit('resize');
  }
}
