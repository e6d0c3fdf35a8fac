import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { loud } from './loud.ts';

type Members =
  | 'url'
  | 'origin'
  | 'parent'
  | 'top'
  | 'frames'
  | 'name'
  | 'processId'
  | 'routingId'
  | 'isDestroyed'
  | 'detached';

/** The main frame of a window as IPC handlers see it: enough to check who is asking. */
class HostFrame extends EventEmitter implements Pick<Electron.WebFrameMain, Members> {
  readonly url: string;
  readonly parent = null;
  readonly frames = [];
  readonly name = '';
  readonly processId = 1;
  readonly routingId: number;
  readonly detached = false;
  top: Electron.WebFrameMain | null = null;

  constructor(url: string, routingId: number) {
    super();
    this.url = url;
    this.routingId = routingId;
  }

  get origin(): string {
    const match = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)/i.exec(this.url);
    return match?.[1] ?? 'null';
  }

  isDestroyed(): boolean {
    return false;
  }
}

/** The main frame of the window with this id, at this address. */
export function mainFrame(url: string, id: number): Electron.WebFrameMain {
  const frame = new HostFrame(url, id);
  const outer = loud(frame, 'WebFrameMain') as unknown as Electron.WebFrameMain;
  frame.top = outer;
  return outer;
}
