import { EventEmitter } from 'node:events';
import { resolve } from 'node:path';
import type * as Electron from 'electron';
import { browser } from './browser.ts';
import { windowEvents } from './browser-window.ts';
import { HostCommandLine, type ParsedCommandLine } from './command-line.ts';
import { hostEvent } from './host-event.ts';
import { loud } from './loud.ts';
import { Paths } from './paths.ts';
import type { Profile } from './profile.ts';
import { record } from './record.ts';
import { SingleInstance } from './single-instance.ts';
import { registry } from './window-registry.ts';

type Members =
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'focus'
  | 'getPath'
  | 'setPath'
  | 'getAppPath'
  | 'getVersion'
  | 'getName'
  | 'setName'
  | 'isPackaged'
  | 'name'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'removeAsDefaultProtocolClient'
  | 'isDefaultProtocolClient'
  | 'setAppUserModelId'
  | 'commandLine'
  | 'enableSandbox'
  | 'getLocale'
  | 'getSystemLocale'
  | 'getPreferredSystemLanguages'
  | 'getLocaleCountryCode'
  | 'setAboutPanelOptions'
  | 'showAboutPanel'
  | 'disableHardwareAcceleration'
  | 'setAppLogsPath'
  | 'isEmojiPanelSupported';

/** How long Chromium may take to write what it holds, in milliseconds, before it is ended by force. */
const patience = 4000;

/** `app`: what the process is, and its way from start to end. */
export class HostApp extends EventEmitter implements Pick<Electron.App, Members> {
  readonly isPackaged = false;
  readonly hostCommandLine: HostCommandLine;
  readonly commandLine: Electron.CommandLine;
  readonly paths: Paths;
  private readonly protocols = new Set<string>();
  private readonly ready: Promise<void>;
  private setReady!: () => void;
  private isNowReady = false;
  private quitting = false;
  private ending = false;
  private profile: Profile | undefined;
  private instance: SingleInstance | undefined;
  private appPath = '';
  private version = '';
  private ownName = 'Electron';

  constructor(commandLine: ParsedCommandLine) {
    super();
    this.setMaxListeners(0);
    this.hostCommandLine = new HostCommandLine(commandLine.switches);
    this.commandLine = loud(this.hostCommandLine, 'app.commandLine');
    this.paths = new Paths(() => this.ownName);
    const userData = commandLine.switches.get('user-data-dir');
    if (userData) this.paths.set('userData', resolve(userData));
    this.ready = new Promise((done) => {
      this.setReady = done;
    });
    windowEvents.on('created', (window: Electron.BrowserWindow) => {
      this.emit('browser-window-created', hostEvent({}), window);
      this.emit('web-contents-created', hostEvent({}), window.webContents);
    });
    windowEvents.on('closed', () => this.onWindowClosed());
  }

  get name(): string {
    return this.ownName;
  }

  set name(name: string) {
    this.ownName = name;
  }

  whenReady(): Promise<void> {
    return this.ready;
  }

  isReady(): boolean {
    return this.isNowReady;
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    return this.paths.get(name);
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }

  setAppLogsPath(path?: string): void {
    if (path !== undefined) this.paths.set('logs', path);
  }

  getAppPath(): string {
    return this.appPath;
  }

  getVersion(): string {
    return this.version;
  }

  getName(): string {
    return this.ownName;
  }

  setName(name: string): void {
    this.ownName = name;
  }

  getLocale(): string {
    return this.commandLine.getSwitchValue('lang') || Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getSystemLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getSystemLocale()];
  }

  getLocaleCountryCode(): string {
    return new Intl.Locale(this.getSystemLocale()).region ?? '';
  }

  requestSingleInstanceLock(additionalData: Record<PropertyKey, unknown> = {}): boolean {
    this.instance ??= new SingleInstance(this.getPath('userData'), ({ argv, cwd, additionalData: data }) =>
      this.emit('second-instance', hostEvent({}), argv, cwd, data),
    );
    return this.instance.request({ argv: [...process.argv], cwd: process.cwd(), additionalData });
  }

  hasSingleInstanceLock(): boolean {
    return this.instance?.held ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.instance?.release();
  }

  setAsDefaultProtocolClient(protocol: string, path?: string, args?: string[]): boolean {
    record('app.setAsDefaultProtocolClient', protocol, path, args);
    this.protocols.add(protocol);
    return true;
  }

  removeAsDefaultProtocolClient(protocol: string): boolean {
    return this.protocols.delete(protocol);
  }

  isDefaultProtocolClient(protocol: string): boolean {
    return this.protocols.has(protocol);
  }

  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id);
  }

  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    record('app.setAboutPanelOptions', options);
  }

  showAboutPanel(): void {
    record('app.showAboutPanel');
  }

  isEmojiPanelSupported(): boolean {
    return false;
  }

  enableSandbox(): void {
    // Pages are sandboxed by Chromium, and their preload has no Node in any case.
  }

  disableHardwareAcceleration(): void {
    // Off in any case.
  }

  focus(): void {
    registry.all().at(-1)?.outer.focus();
  }

  relaunch(options?: Electron.RelaunchOptions): void {
    record('app.relaunch', options);
  }

  /** Asks everyone first: `before-quit`, each window's `close`, `will-quit`. */
  quit(): void {
    if (this.quitting || this.ending) return;
    const event = hostEvent({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.quitting = true;
    for (const window of registry.all()) window.outer.close();
    if (registry.windows.size === 0) this.willQuit();
    else this.noticeRefusals();
  }

  /** Ends without asking anyone. */
  exit(code = 0): void {
    if (this.ending) return;
    this.ending = true;
    this.emit('quit', hostEvent({}), code);
    void this.end(code);
  }

  // -- for the host's own files --

  /** Says what app runs; before its main module is loaded. */
  describe(app: {
    readonly path: string;
    readonly name: string | undefined;
    readonly version: string | undefined;
  }): void {
    this.appPath = app.path;
    this.version = app.version ?? '';
    this.ownName = app.name ?? this.ownName;
  }

  /** Chromium runs: windows can be made. */
  becomeReady(): void {
    this.isNowReady = true;
    this.setReady();
    this.emit('ready', hostEvent({}), {});
  }

  /** The profile that is to be removed at the very end. */
  use(profile: Profile): void {
    this.profile = profile;
  }

  /** True once the process is on its way out: nothing new should be started. */
  get isEnding(): boolean {
    return this.ending || this.quitting;
  }

  /** What must be done on every way out, also on a crash of the app: never leaves a process or a folder behind. */
  cleanUp(): void {
    browser.kill();
    this.profile?.remove();
    this.instance?.release();
  }

  private async end(code: number): Promise<void> {
    await browser.close(this.profile?.kept ? patience : 0);
    process.exit(code);
  }

  private onWindowClosed(): void {
    if (registry.windows.size > 0 || this.ending) return;
    if (this.quitting) this.willQuit();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  private willQuit(): void {
    const event = hostEvent({});
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.quitting = false;
    else this.exit(Number(process.exitCode ?? 0));
  }

  /** A window that refused to close calls the quit off. */
  private noticeRefusals(): void {
    if (registry.all().some((window) => !window.isClosing())) this.quitting = false;
  }
}
