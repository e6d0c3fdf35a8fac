import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

interface Pending {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** A DevTools command failed, or the browser went away before answering it. */
export class CdpError extends Error {}

/** Messages of one target (or of the browser itself): commands by `send`, events by their method name. */
export class CdpSession extends EventEmitter {
  private readonly connection: CdpConnection;
  readonly id: string;

  constructor(connection: CdpConnection, id: string) {
    super();
    this.setMaxListeners(0);
    this.connection = connection;
    this.id = id;
  }

  /** @throws CdpError when Chromium refuses, or is gone. */
  send<R = unknown>(method: string, params: object = {}): Promise<R> {
    return this.connection.send(method, params, this.id) as Promise<R>;
  }
}

/** Speaks the DevTools protocol over Chromium's `--remote-debugging-pipe`: JSON, each message ended by a zero byte. */
export class CdpConnection {
  /** The browser's own session. */
  readonly root: CdpSession;
  private readonly sessions = new Map<string, CdpSession>();
  private readonly pending = new Map<number, Pending>();
  private readonly writer: Writable;
  private parts: Buffer[] = [];
  private lastId = 0;
  private closed = false;

  constructor(reader: Readable, writer: Writable) {
    this.writer = writer;
    this.root = this.session('');
    reader.on('data', (chunk: Buffer) => this.read(chunk));
    reader.on('close', () => this.close());
    reader.on('error', () => this.close());
    writer.on('error', () => this.close());
  }

  session(id: string): CdpSession {
    let session = this.sessions.get(id);
    if (!session) {
      session = new CdpSession(this, id);
      this.sessions.set(id, session);
    }
    return session;
  }

  send(method: string, params: object, sessionId: string): Promise<unknown> {
    if (this.closed) return Promise.reject(new CdpError(`${method}: Chromium is gone`));
    const id = ++this.lastId;
    const message = sessionId ? { id, method, params, sessionId } : { id, method, params };
    return new Promise((resolve, reject) => {
      this.pending.set(id, { method, resolve, reject });
      this.writer.write(`${JSON.stringify(message)}\0`);
    });
  }

  /** Forgets a target that is gone; what it still owes is rejected. */
  forget(sessionId: string): void {
    this.sessions.get(sessionId)?.removeAllListeners();
    this.sessions.delete(sessionId);
  }

  private close(): void {
    this.closed = true;
    for (const { method, reject } of this.pending.values()) {
      reject(new CdpError(`${method}: Chromium is gone`));
    }
    this.pending.clear();
  }

  private read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
      this.parts.push(chunk.subarray(start, end));
      const text = this.parts.length === 1 ? this.parts[0]?.toString() : Buffer.concat(this.parts).toString();
      this.parts = [];
      start = end + 1;
      this.dispatch(JSON.parse(text ?? '') as Incoming);
    }
    if (start < chunk.length) this.parts.push(chunk.subarray(start));
  }

  private dispatch(message: Incoming): void {
    if (message.id === undefined) {
      this.sessions.get(message.sessionId ?? '')?.emit(message.method ?? '', message.params);
      return;
    }
    const pending = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.error) pending?.reject(new CdpError(`${pending.method}: ${message.error.message}`));
    else pending?.resolve(message.result);
  }
}
