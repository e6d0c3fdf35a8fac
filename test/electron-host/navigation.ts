import type { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { hostEvent } from './host-event.ts';
import { schemes } from './schemes.ts';

/** A document that a frame is about to load. */
export interface DocumentRequest {
  /** As Chromium knows it. */
  readonly url: string;
  readonly mainFrame: boolean;
  readonly redirect: boolean;
}

/** Decides about a window's navigations: those that the app started itself pass, about others it is asked. */
export class NavigationGuard {
  private readonly contents: EventEmitter & {
    readonly mainFrame: Electron.WebFrameMain;
    readonly id: number;
  };
  private expected: string | undefined;

  constructor(contents: EventEmitter & { readonly mainFrame: Electron.WebFrameMain; readonly id: number }) {
    this.contents = contents;
  }

  /** The app itself is about to load this address. */
  expect(url: string): void {
    this.expected = url;
  }

  /** Whether a document may be loaded while the window shows `current`. */
  allows({ url, mainFrame, redirect }: DocumentRequest, current: string): boolean {
    const first = mainFrame && !redirect;
    if (first && this.expected !== undefined && withoutHash(url) === withoutHash(this.expected)) {
      this.expected = undefined;
      return true;
    }
    // The same address again is a reload, which needs no one's leave when a debugger or a person asks for it.
    if (first && withoutHash(url) === withoutHash(current)) return true;
    return this.asks(schemes.toApp(url), mainFrame, redirect);
  }

  /** Asks the app by Electron's events; false when it prevented them. */
  asks(url: string, isMainFrame: boolean, redirect = false): boolean {
    const { mainFrame, id } = this.contents;
    const details = { url, isSameDocument: false, isMainFrame, frame: mainFrame, initiator: mainFrame };
    const names = isMainFrame ? ['will-frame-navigate', 'will-navigate'] : ['will-frame-navigate'];
    return (redirect ? ['will-redirect'] : names).every((name) => {
      const event = hostEvent(details);
      this.contents.emit(name, event, url, false, isMainFrame, 1, id);
      return !event.defaultPrevented;
    });
  }
}

function withoutHash(address: string): string {
  return address.replace(/#.*$/s, '');
}
