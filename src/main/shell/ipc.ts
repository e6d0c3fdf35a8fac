import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { RemoteService } from '#main/service/remote.ts';
import type { Caller } from '#main/service/sessions.ts';
import type { ServiceEvent } from '#shared/events.ts';
import { fail, type Reply } from '#shared/reply.ts';
import { EVENT_CHANNEL, INVOKE_CHANNEL } from './channels.ts';
import { Files, isFileOperation } from './files.ts';
import { note, noteFault } from './log.ts';
import { isPlainData } from './plain-data.ts';
import { maySend } from './security.ts';

/** Told of every reply that passes; see `sessionIn`. */
type Watcher = (operation: string, reply: Reply<unknown>) => void;

const NOT_OPEN = fail('unavailable', 'The workspace could not be opened; Rolecall is closing.');
const STRANGER = fail('denied', 'This page may not use Rolecall.', { reason: 'unknown-sender' });

/** The bridge between windows and the service: who asks is found out here, never taken from the message. */
export class Ipc {
  readonly #service: Promise<RemoteService>;
  readonly #watch: Watcher;
  readonly #windows = new Map<number, BrowserWindow>();
  #files: Files | null = null;

  /** `service` may still be starting: what windows ask meanwhile waits for it. */
  constructor(service: Promise<RemoteService>, watch: Watcher) {
    this.#service = service;
    this.#watch = watch;
    ipcMain.handle(INVOKE_CHANNEL, (event, operation: unknown, input: unknown) =>
      this.#invoke(event, operation, input),
    );
  }

  /** Lets a window of ours take part until it is closed; its session ends with it. */
  admit(window: BrowserWindow): void {
    const { id } = window.webContents;
    this.#windows.set(id, window);
    window.on('closed', () => {
      this.#windows.delete(id);
      this.#files?.forget(callerId(id));
      this.#service.then((service) => service.forget(callerId(id))).catch(() => undefined);
    });
  }

  /** Tells windows; `only` names the callers it concerns, null all. */
  tell(event: ServiceEvent, only: readonly string[] | null): void {
    for (const [id, window] of this.#windows) {
      if (only !== null && !only.includes(callerId(id))) continue;
      if (!window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event);
    }
  }

  async #invoke(event: IpcMainInvokeEvent, operation: unknown, input: unknown): Promise<Reply<unknown>> {
    const { sender, senderFrame } = event;
    const window = this.#windows.get(sender.id);
    const top = senderFrame !== null && senderFrame.parent === null;
    if (window === undefined || !maySend({ own: true, top, url: senderFrame?.url ?? '' })) {
      note('A message from a page that is not ours was refused.');
      return STRANGER;
    }
    if (typeof operation !== 'string' || !isPlainData(input)) {
      return fail(
        'invalid-input',
        'An operation takes its name and plain data: objects, lists, texts, numbers.',
      );
    }
    try {
      const reply = await this.#dispatch(window, operation, input);
      this.#watch(operation, reply);
      return reply;
    } catch (error) {
      noteFault(operation.slice(0, 80), error);
      return fail('internal', 'This failed because of a fault in Rolecall; the fault is in the log.');
    }
  }

  async #dispatch(window: BrowserWindow, operation: string, input: unknown): Promise<Reply<unknown>> {
    const service = await this.#service.catch(() => null);
    if (service === null) return NOT_OPEN;
    const caller: Caller = { id: callerId(window.webContents.id), kind: 'window' };
    if (!isFileOperation(operation)) return service.dispatch(caller, operation, input);
    this.#files ??= new Files(service);
    return this.#files.dispatch({ window, caller }, operation, input);
  }
}

function callerId(webContents: number): string {
  return `window:${webContents}`;
}
