import type * as Electron from 'electron';
import type { HostApp } from './app.ts';
import { HostBrowserWindow } from './browser-window.ts';
import { clipboard } from './clipboard.ts';
import { crashReporter } from './crash-reporter.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { loud, missingPart } from './loud.ts';
import { HostMenu } from './menu.ts';
import { HostMenuItem } from './menu-item.ts';
import { nativeTheme } from './native-theme.ts';
import { net } from './net.ts';
import { HostNotification } from './notification.ts';
import { powerMonitor } from './power-monitor.ts';
import { protocol } from './protocol.ts';
import { HostSafeStorage } from './safe-storage.ts';
import { screen } from './screen.ts';
import { hostSession } from './session.ts';
import { shell } from './shell.ts';
import { utilityProcess } from './utility-process.ts';
import { registry } from './window-registry.ts';

/** All that `import ... from 'electron'` can name in a main process. */
type Names = keyof typeof Electron;

/** `webContents`: how to find one. */
const webContents = {
  fromId: (id: number) => registry.windows.get(id)?.contents.outer,
  fromDevToolsTargetId: (targetId: string) =>
    registry.all().find((window) => window.contents.targetId() === targetId)?.contents.outer,
  getAllWebContents: () => registry.all().map((window) => window.contents.outer),
  getFocusedWebContents: () =>
    registry.all().find((window) => window.id === registry.focused)?.contents.outer ?? null,
} satisfies Partial<typeof Electron.webContents>;

/** Parts that the host does not have, listed by name so that `tsc` notices when Electron gets a new one. */
const missing = [
  'autoUpdater',
  'BaseWindow',
  'BrowserView',
  'ClipboardItem',
  'contentTracing',
  'desktopCapturer',
  'globalShortcut',
  'ImageView',
  'inAppPurchase',
  'IpcMainServiceWorker',
  'MessageChannelMain',
  'nativeImage',
  'netLog',
  'powerSaveBlocker',
  'pushNotifications',
  'sharedTexture',
  'ShareMenu',
  'systemPreferences',
  'TouchBar',
  'Tray',
  'View',
  'WebContentsView',
  'webFrameMain',
  'WebSocket',
] as const satisfies readonly Names[];

/** Parts of other kinds of process: undefined in a main process, by which libraries tell where they run. */
const elsewhere = [
  'contextBridge',
  'ipcRenderer',
  'LanguageModelUtility',
  'localAIHandler',
  'parentPort',
  'webFrame',
  'webUtils',
] as const satisfies readonly Names[];

/** The module that `electron` resolves to in the app. */
export function electronModule(app: HostApp): Record<Names, unknown> {
  const offered = {
    app: loud(app, 'app'),
    BrowserWindow: loud(HostBrowserWindow, 'BrowserWindow'),
    clipboard: loud(clipboard, 'clipboard'),
    crashReporter: loud(crashReporter, 'crashReporter'),
    dialog: loud(dialog, 'dialog'),
    ipcMain: loud(ipcMain, 'ipcMain'),
    Menu: loud(HostMenu, 'Menu'),
    MenuItem: loud(HostMenuItem, 'MenuItem'),
    nativeTheme: loud(nativeTheme, 'nativeTheme'),
    net: loud(net, 'net'),
    Notification: loud(HostNotification, 'Notification'),
    powerMonitor: loud(powerMonitor, 'powerMonitor'),
    protocol: loud(protocol, 'protocol'),
    safeStorage: loud(new HostSafeStorage(() => app.getPath('userData')), 'safeStorage'),
    screen: loud(screen, 'screen'),
    session: loud({ defaultSession: hostSession }, 'session'),
    shell: loud(shell, 'shell'),
    utilityProcess: loud(utilityProcess, 'utilityProcess'),
    webContents: loud(webContents, 'webContents'),
  } satisfies Partial<Record<Names, unknown>>;
  const absent = Object.fromEntries(missing.map((name) => [name, missingPart(name)]));
  const undefinedHere = Object.fromEntries(elsewhere.map((name) => [name, undefined]));
  return {
    ...offered,
    ...(absent as Record<(typeof missing)[number], unknown>),
    ...(undefinedHere as Record<(typeof elsewhere)[number], undefined>),
  };
}
