import type * as Electron from 'electron';
import type { DocumentRequest } from './navigation.ts';

/** A window with the parts that the host's own files need of it. */
export interface RegisteredWindow {
  readonly id: number;
  /** What the app holds. */
  readonly outer: Electron.BrowserWindow;
  readonly contents: RegisteredContents;
  /** False when the app refused to close it. */
  isClosing(): boolean;
}

/** The web contents of a window, likewise. */
export interface RegisteredContents {
  readonly id: number;
  readonly outer: Electron.WebContents;
  targetId(): string | undefined;
  hasFrame(frameId: string): boolean;
  /** Whether the app lets a document request pass (`will-navigate` and its kin). */
  allowsNavigation(request: DocumentRequest): boolean;
  applyTheme(): void;
  postAccelerators(): void;
  applyPermissions(): void;
}

/** All windows that exist, in the order of their making. */
class WindowRegistry {
  readonly windows = new Map<number, RegisteredWindow>();
  focused: number | undefined;
  private lastId = 0;

  nextId(): number {
    return ++this.lastId;
  }

  all(): RegisteredWindow[] {
    return [...this.windows.values()];
  }

  ofFrame(frameId: string): RegisteredWindow | undefined {
    return this.all().find((window) => window.contents.hasFrame(frameId));
  }
}

/** The windows of this process. */
export const registry = new WindowRegistry();
