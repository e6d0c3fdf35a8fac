import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Transport } from 'sip.js/lib/core/transport.js';
import { GatewayError } from '../gateway.ts';
import { SipFraming } from './framing.ts';

/** Where a SIP server listens. */
export interface SipAddress {
  readonly host: string;
  readonly port: number;
  readonly transport: 'tcp' | 'tls';
  /** PEM of the authority that signed the server's certificate, if it is none that the machine knows. */
  readonly ca?: string;
}

/** How often a word is sent over a quiet connection, so that nothing on its way forgets it (RFC 5626), in ms. */
const KEEP_ALIVE_MS = 30_000;
/** Between attempts to connect again, in ms. */
const AGAIN_MS = 1_000;

/** What a person is told of a connection that could not be made. */
function connectionFault({ host, port }: SipAddress, error: NodeJS.ErrnoException): GatewayError {
  const at = `${host}:${port}`;
  switch (error.code) {
    case 'ECONNREFUSED':
      return new GatewayError('unreachable', `Nothing listens at ${at}. Check host and port of the gateway.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new GatewayError('unreachable', `There is no host called ${host}, or the network is down.`);
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new GatewayError('unreachable', `${at} does not answer. Check the address and the network.`);
    default:
      return /CERT|TLS|SSL|SIGNED|ALTNAME/i.test(`${error.code ?? ''} ${error.message}`)
        ? new GatewayError('misconfigured', `${at} does not prove who it is by TLS: ${error.message}`)
        : new GatewayError(
            'unreachable',
            `The connection to ${at} could not be made (${error.code ?? error.message}).`,
          );
  }
}

/** One TCP or TLS connection to a SIP server; made again by itself when it breaks. */
export class SipConnection implements Transport {
  readonly protocol: string;
  onMessage: (message: string) => void = () => undefined;
  /** Told when the connection breaks without having been closed. */
  onBroken: () => void = () => undefined;
  readonly #address: SipAddress;
  #socket: Socket | null = null;
  #fault: string | null = 'The gateway is not connected yet.';
  #again: NodeJS.Timeout | null = null;
  #keepAlive: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(address: SipAddress) {
    this.#address = address;
    this.protocol = address.transport.toUpperCase();
  }

  /** Null while connected, otherwise why not, in words for a person. */
  get fault(): string | null {
    return this.#fault;
  }

  get local(): { readonly host: string; readonly port: number } {
    return { host: this.#socket?.localAddress ?? '127.0.0.1', port: this.#socket?.localPort ?? 5060 };
  }

  /** Connects within so many ms. Throws a GatewayError. */
  async open(patience: number): Promise<void> {
    const { host, port, transport, ca } = this.#address;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const secured = { host, port, servername: host, ...(ca === undefined ? {} : { ca }) };
    const socket = transport === 'tls' ? connectTls(secured) : connect({ host, port });
    const late = setTimeout(() => {
      socket.destroy(Object.assign(new Error('late'), { code: 'ETIMEDOUT' }));
    }, patience);
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () => resolve());
    socket.once('error', reject);
    socket.setNoDelay(true);
    try {
      await promise;
    } catch (error) {
      const fault = connectionFault(this.#address, error as NodeJS.ErrnoException);
      this.#fault = fault.message;
      throw fault;
    } finally {
      clearTimeout(late);
    }
    this.#use(socket);
  }

  send(message: string): Promise<void> {
    const socket = this.#socket;
    if (socket === null) return Promise.reject(new Error('not connected'));
    socket.write(message);
    return Promise.resolve();
  }

  /** Resolves once what was sent has left. */
  close(): Promise<void> {
    this.#closed = true;
    this.#fault = 'The gateway was closed.';
    if (this.#again !== null) clearTimeout(this.#again);
    if (this.#keepAlive !== null) clearInterval(this.#keepAlive);
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null || socket.destroyed) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.once('close', () => resolve());
    socket.end(() => socket.destroy());
    return promise;
  }

  #use(socket: Socket): void {
    const framing = new SipFraming();
    socket.removeAllListeners('error');
    socket.on('error', () => undefined);
    socket.on('close', () => this.#broke(socket));
    socket.on('data', (piece) => {
      try {
        for (const message of framing.push(piece)) this.onMessage(message);
      } catch {
        socket.destroy();
      }
    });
    this.#socket = socket;
    this.#fault = null;
    this.#keepAlive = setInterval(() => socket.write('\r\n\r\n'), KEEP_ALIVE_MS);
    if (socket.destroyed) this.#broke(socket);
  }

  #broke(socket: Socket): void {
    if (this.#closed || this.#socket !== socket) return;
    this.#socket = null;
    if (this.#keepAlive !== null) clearInterval(this.#keepAlive);
    this.#fault = `The connection to ${this.#address.host}:${this.#address.port} broke.`;
    this.onBroken();
    this.#connectAgain();
  }

  #connectAgain(): void {
    this.#again = setTimeout(() => {
      if (this.#closed) return;
      this.open(AGAIN_MS * 5).catch(() => this.#connectAgain());
    }, AGAIN_MS);
  }
}
