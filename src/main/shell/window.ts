import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { START_PAGE } from './security.ts';
import { rememberWindow, restoreWindow, SMALLEST } from './window-state.ts';

/** The page's own colours, so that nothing flashes before its style sheet is there. */
const PAPER = { light: '#ffffff', dark: '#191b20' } as const;

export interface WindowOptions {
  /** File that remembers where the window was. */
  readonly stateFile: string;
  readonly preload: string;
  /** Address within the page, such as `/users`. */
  readonly at: string;
}

function savedState(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function saveState(window: BrowserWindow, file: string): void {
  try {
    const part = join(dirname(file), 'window-state.part');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(part, rememberWindow(window.getNormalBounds(), window.isMaximized()));
    renameSync(part, file);
  } catch {
    // The window opens in its usual place next time; that is no reason to keep it open.
  }
}

export interface OpenedWindow {
  readonly window: BrowserWindow;
  /** Brings it to the screen; to be called once there is something to see. */
  show(): void;
  /** Writes down where it is, for the next start. */
  remember(): void;
}

/** Makes the one window, hidden, and begins to load its page. */
export function openWindow({ stateFile, preload, at }: WindowOptions): OpenedWindow {
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const state = restoreWindow(savedState(stateFile), areas);
  const window = new BrowserWindow({
    ...state.position,
    width: state.width,
    height: state.height,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Rolecall',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  // Its failure is told by 'did-fail-load'.
  window.loadURL(`${START_PAGE}#${at}`).catch(() => undefined);
  return {
    window,
    show: () => {
      if (window.isDestroyed() || window.isVisible()) return;
      // Electron shows a window that it maximises.
      if (state.maximized) window.maximize();
      window.show();
    },
    remember: () => {
      if (!window.isDestroyed()) saveState(window, stateFile);
    },
  };
}

/** Brings a window to the front, wherever it is. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
