import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { hostEvent } from './host-event.ts';

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

/** Who sent a message. */
interface Sender {
  readonly sender: Electron.WebContents;
  readonly senderFrame: Electron.WebFrameMain;
}

/** What came of an invoke: a value, or the text of the error that the page gets. */
type InvokeResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** `ipcMain`. */
class HostIpcMain
  extends EventEmitter
  implements Pick<Electron.IpcMain, 'handle' | 'handleOnce' | 'removeHandler'>
{
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, listener: Handler): void {
    if (this.handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return listener(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  /** Runs the handler of a channel; errors take the form that Electron gives them. */
  async answer(channel: string, from: Sender, args: readonly unknown[]): Promise<InvokeResult> {
    try {
      const handler = this.handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      const event = hostEvent({
        ...from,
        frameId: from.senderFrame.routingId,
        processId: 1,
        type: 'frame' as const,
      });
      return { ok: true, value: await handler(event, ...args) };
    } catch (error) {
      return { ok: false, message: invokeError(channel, error) };
    }
  }

  /** Delivers a message that expects no answer. */
  deliver(channel: string, from: Sender, args: readonly unknown[]): void {
    const reply = (name: string, ...values: unknown[]): void => from.sender.send(name, ...values);
    const event = {
      ...from,
      frameId: from.senderFrame.routingId,
      processId: 1,
      type: 'frame',
      ports: [],
      reply,
    };
    this.emit(channel, hostEvent(event), ...args);
  }
}

/** The text of the error that a failed invoke rejects with, in Electron's words. */
export function invokeError(channel: string, error: unknown): string {
  return `Error invoking remote method '${channel}': ${String(error)}`;
}

/** The `ipcMain` of this process. */
export const ipcMain = new HostIpcMain();
