import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type PracticeSettings, practicePlan } from '../practice.ts';
import { SipFraming } from '../sip/framing.ts';
import { Callee, type FarmEvent } from './callee.ts';
import { CHALLENGE, type FarmCredentials, isAuthentic } from './digest.ts';
import { headerOf, readSip, type SipMessage, writeResponse } from './message.ts';

export interface FarmOptions extends Omit<PracticeSettings, 'seed' | 'fault'> {
  /** 127.0.0.1 if absent. */
  readonly host?: string;
  /** A free one if absent. */
  readonly port?: number;
  /** PEMs: the farm then speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Absent: anybody may call. */
  readonly credentials?: FarmCredentials;
  /** Asked at each call: true turns it away for congestion. */
  readonly congested?: () => boolean;
  /** The callees' log. */
  readonly note?: (event: FarmEvent) => void;
}

/** The header by which a caller says with which seed and attempt a callee draws what it does. */
export const PRACTICE_HEADER = 'X-Rolecall-Practice';

/**
 * Telephones on this machine that answer real SIP and RTP: each number does what the practice plan says of it. Calls
 * outlive the connection that they came by, as at a real provider; a later connection may end them.
 */
export class CalleeFarm {
  readonly #options: FarmOptions;
  readonly #server: Server;
  readonly #callees = new Map<string, Callee>();
  readonly #sockets = new Set<Socket>();

  private constructor(options: FarmOptions) {
    this.#options = options;
    const serve = (socket: Socket) => this.#serve(socket);
    this.#server = options.tls === undefined ? createServer(serve) : createTlsServer(options.tls, serve);
  }

  /** Opens a farm. Rejects if its port is taken. */
  static async open(options: FarmOptions): Promise<CalleeFarm> {
    const farm = new CalleeFarm(options);
    farm.#server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
    await once(farm.#server, 'listening');
    return farm;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Telephones that ring or are talked on. */
  get live(): number {
    return this.#callees.size;
  }

  close(): Promise<void> {
    for (const callee of this.#callees.values()) callee.stop();
    for (const socket of this.#sockets) socket.destroy();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    return promise;
  }

  #serve(socket: Socket): void {
    const framing = new SipFraming();
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (piece) => {
      try {
        for (const text of framing.push(piece)) this.#receive(socket, readSip(text));
      } catch {
        socket.destroy();
      }
    });
  }

  #receive(socket: Socket, message: SipMessage): void {
    const callee = this.#callees.get(headerOf(message, 'call-id'));
    const answer = (code: number, reason: string, headers: readonly string[] = []) =>
      void socket.write(writeResponse(message, { code, reason, tag: 'farm', headers }));
    const { credentials } = this.#options;
    const challenged = message.method === 'INVITE' || message.method === 'OPTIONS';
    if (challenged && credentials !== undefined && !isAuthentic(message, credentials)) {
      answer(401, 'Unauthorized', [CHALLENGE]);
    } else if (message.method === 'INVITE') this.#invite(socket, message);
    else if (message.method === 'OPTIONS') answer(200, 'OK');
    else if (message.method === 'CANCEL' && callee !== undefined) {
      answer(200, 'OK');
      callee.cancel();
    } else if (message.method === 'BYE' && callee !== undefined) {
      answer(200, 'OK');
      callee.bye();
    } else if (message.method === 'REFER' && callee !== undefined) {
      answer(202, 'Accepted');
      callee.refer();
    } else if (message.method !== 'ACK' && message.method !== '') answer(481, 'No such call');
  }

  #invite(socket: Socket, invite: SipMessage): void {
    const { options, number, callId } = { options: this.#options, ...calledBy(invite) };
    // A second INVITE of the same call would be a change of its media; the farm's telephones know none.
    if (this.#callees.has(callId)) {
      socket.write(writeResponse(invite, { code: 488, reason: 'Not Acceptable Here' }));
      return;
    }
    if (options.congested?.() === true) {
      socket.write(writeResponse(invite, { code: 503, reason: 'Service Unavailable', tag: 'farm' }));
      return;
    }
    const from = /sips?:([^@>]+)@/.exec(headerOf(invite, 'from'))?.[1] ?? '';
    options.note?.({ what: 'invite', callId, number, callerId: from, detail: '' });
    socket.write(writeResponse(invite, { code: 100, reason: 'Trying' }));
    const [seed = 0, attempt = 1] = headerOf(invite, PRACTICE_HEADER.toLowerCase())
      .split(' ')
      .filter(Boolean);
    const plan = practicePlan({ ...options, seed: Number(seed) }, number, Number(attempt));
    const callee = new Callee(invite, {
      plan,
      number,
      host: options.host ?? '127.0.0.1',
      port: this.port,
      send: (message) => void this.#latest(socket)?.write(message),
      note: options.note ?? (() => undefined),
      over: () => this.#callees.delete(callId),
    });
    this.#callees.set(callId, callee);
  }

  /** The connection that a call came by, or the newest if that one is gone. */
  #latest(socket: Socket): Socket | undefined {
    return socket.destroyed ? [...this.#sockets].at(-1) : socket;
  }
}

function calledBy(invite: SipMessage): { readonly number: string; readonly callId: string } {
  const number = /^INVITE sips?:([^@;>\s]+)/.exec(invite.start)?.[1] ?? '';
  return { number: decodeURIComponent(number), callId: headerOf(invite, 'call-id') };
}
