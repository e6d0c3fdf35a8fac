import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { record } from './record.ts';

type Members =
  | 'center'
  | 'flashFrame'
  | 'removeMenu'
  | 'setAlwaysOnTop'
  | 'setAutoHideMenuBar'
  | 'setBackgroundColor'
  | 'setIcon'
  | 'setMenu'
  | 'setMenuBarVisibility'
  | 'setMinimumSize'
  | 'setProgressBar'
  | 'setTitleBarOverlay';

/** What an app may say about a window's surroundings, which Chromium has no means for: recorded only. */
export class WindowDecoration extends EventEmitter implements Pick<Electron.BrowserWindow, Members> {
  center(): void {
    record('BrowserWindow.center');
  }

  flashFrame(flag: boolean): void {
    record('BrowserWindow.flashFrame', flag);
  }

  removeMenu(): void {
    record('BrowserWindow.removeMenu');
  }

  setAlwaysOnTop(flag: boolean): void {
    record('BrowserWindow.setAlwaysOnTop', flag);
  }

  setAutoHideMenuBar(hide: boolean): void {
    record('BrowserWindow.setAutoHideMenuBar', hide);
  }

  setBackgroundColor(color: string): void {
    record('BrowserWindow.setBackgroundColor', color);
  }

  setIcon(icon: Electron.NativeImage | string): void {
    record('BrowserWindow.setIcon', icon);
  }

  setMenu(menu: Electron.Menu | null): void {
    record('BrowserWindow.setMenu', menu);
  }

  setMenuBarVisibility(visible: boolean): void {
    record('BrowserWindow.setMenuBarVisibility', visible);
  }

  setMinimumSize(width: number, height: number): void {
    record('BrowserWindow.setMinimumSize', width, height);
  }

  setProgressBar(progress: number): void {
    record('BrowserWindow.setProgressBar', progress);
  }

  setTitleBarOverlay(options: Electron.TitleBarOverlayOptions): void {
    record('BrowserWindow.setTitleBarOverlay', options);
  }
}
