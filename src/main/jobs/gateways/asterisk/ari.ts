import { GatewayError } from '../gateway.ts';

/** Where an Asterisk's REST interface listens and who this console is for it. */
export interface AriAddress {
  readonly host: string;
  readonly port: number;
  /** HTTPS and WSS. */
  readonly secure: boolean;
  readonly user: string;
  readonly secret: string;
  /** What the Stasis application that this console's calls belong to is named after. */
  readonly app: string;
}

/** The part of ARI's events that calls are made of (Asterisk 22, "Asterisk REST Data Models"). */
export interface AriEvent {
  readonly type: string;
  readonly channel?: { readonly id: string };
  readonly peer?: { readonly id: string };
  readonly dialstatus?: string;
  readonly digit?: string;
  readonly cause?: number;
  /** Of the end of talking: how long it lasted, in ms. */
  readonly duration?: number;
  readonly playback?: { readonly id: string; readonly state?: string };
}

/** An answer of ARI that is no success. */
export class AriRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'AriRefusal';
    this.status = status;
  }
}

/** A request that nobody wanted any more when its turn came; Asterisk was not asked. */
export class Unasked extends Error {}

export interface AriRequest {
  readonly body?: object;
  /** Asked when the request's turn has come. */
  readonly wanted?: () => boolean;
}

const AGAIN_MS = 1_000;
/** Requests at once. Asterisk turns away whoever opens the 101st connection, from whichever console. */
const MOST_REQUESTS = 16;

/** Asterisk's REST interface: requests by fetch, events by a WebSocket that is opened again when it breaks. */
export class Ari {
  onEvent: (event: AriEvent) => void = () => undefined;
  /** Told when events come again after they had stopped: some may have been missed. */
  onBack: () => void = () => undefined;
  /**
   * The application of this connection alone: Asterisk tells an application's events to whoever asked for them last,
   * and a second console, or a second broadcast of this one, would take them away.
   */
  readonly app: string;
  readonly #address: AriAddress;
  readonly #patience: number;
  #socket: WebSocket | null = null;
  #fault: string | null = 'The gateway is not connected yet.';
  #again: NodeJS.Timeout | null = null;
  #closed = false;
  #asking = 0;
  readonly #waiting: (() => void)[] = [];

  /** `patience`: how long an answer may take, in ms. */
  constructor(address: AriAddress, patience: number) {
    this.#address = address;
    this.app = `${address.app}-${crypto.randomUUID().slice(0, 8)}`;
    this.#patience = patience;
  }

  get fault(): string | null {
    return this.#fault;
  }

  /** Tries the credentials, then listens for events. Throws a GatewayError. */
  async open(): Promise<void> {
    try {
      await this.ask('GET', '/asterisk/info?only=system');
    } catch (error) {
      throw this.#faultOf(error);
    }
    await this.#listen();
  }

  /** One request; the answer's JSON, or null if it has none. Throws AriRefusal, Unasked, or whatever fetch throws. */
  async ask(method: string, path: string, { body, wanted }: AriRequest = {}): Promise<unknown> {
    if (this.#asking >= MOST_REQUESTS)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    else this.#asking += 1;
    try {
      if (wanted?.() === false) throw new Unasked();
      return await this.#send(method, path, body);
    } finally {
      // Whoever waits takes this one's place.
      const next = this.#waiting.shift();
      if (next === undefined) this.#asking -= 1;
      else next();
    }
  }

  async #send(method: string, path: string, body?: object): Promise<unknown> {
    const { user, secret } = this.#address;
    const answer = await fetch(`${this.#base('http')}${path}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(this.#patience),
    });
    const text = await answer.text();
    if (!answer.ok) throw new AriRefusal(answer.status, text.slice(0, 300));
    return text === '' ? null : (JSON.parse(text) as unknown);
  }

  close(): void {
    this.#closed = true;
    this.#fault = 'The gateway was closed.';
    if (this.#again !== null) clearTimeout(this.#again);
    this.#socket?.close();
  }

  #base(scheme: 'http' | 'ws'): string {
    const { host, port, secure } = this.#address;
    return `${scheme}${secure ? 's' : ''}://${host.includes(':') ? `[${host}]` : host}:${port}/ari`;
  }

  async #listen(): Promise<void> {
    const { user, secret } = this.#address;
    const query = new URLSearchParams({ app: this.app, api_key: `${user}:${secret}` });
    const socket = new WebSocket(`${this.#base('ws')}/events?${query.toString()}`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const late = setTimeout(() => reject(new Error('late')), this.#patience);
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('no events')));
    socket.addEventListener('message', ({ data }) => this.onEvent(JSON.parse(String(data)) as AriEvent));
    try {
      await promise;
    } catch {
      socket.close();
      const { host, port } = this.#address;
      throw new GatewayError('refused', `Asterisk at ${host}:${port} does not send events to this console.`);
    } finally {
      clearTimeout(late);
    }
    this.#socket = socket;
    this.#fault = null;
    socket.addEventListener('close', () => this.#broke());
  }

  #broke(): void {
    if (this.#closed) return;
    this.#fault = `The connection to Asterisk at ${this.#address.host}:${this.#address.port} broke.`;
    this.#again = setTimeout(() => {
      this.#listen().then(
        () => this.onBack(),
        () => this.#broke(),
      );
    }, AGAIN_MS);
  }

  #faultOf(error: unknown): GatewayError {
    const { host, port } = this.#address;
    if (error instanceof AriRefusal) {
      return error.status === 401 || error.status === 403
        ? new GatewayError(
            'wrong-password',
            `Asterisk at ${host}:${port} refuses the user name or the password of this gateway. Enter them again.`,
          )
        : new GatewayError('refused', `${host}:${port} answers ${error.status}: is it Asterisk's ARI?`);
    }
    if (error instanceof Error && error.name === 'TimeoutError') {
      return new GatewayError('unreachable', `${host}:${port} takes connections but does not answer.`);
    }
    const code = ((error as Error).cause as { code?: string } | undefined)?.code;
    const why =
      code === 'ECONNREFUSED' ? `Nothing listens at ${host}:${port}.` : `${host}:${port} can't be reached.`;
    return new GatewayError('unreachable', `${why} Check host and port of the gateway.`);
  }
}
