import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FarmEvent } from '#main/jobs/gateways/farm/callee.ts';
import { type PracticePlan, practicePlan, type Span } from '#main/jobs/gateways/practice.ts';

export interface AriServerOptions {
  readonly user: string;
  readonly secret: string;
  readonly ringMs: Span;
  readonly talkMs: Span;
  readonly congested: () => boolean;
  /** What it fetched can't be played. */
  readonly unplayable?: boolean;
  readonly note: (event: FarmEvent) => void;
}

interface Originate {
  readonly endpoint: string;
  readonly callerId?: string;
  readonly timeout: number;
  readonly variables: Record<string, string>;
}

interface Channel {
  readonly id: string;
  readonly number: string;
  readonly callerId: string;
  readonly plan: PracticePlan;
  readonly timers: NodeJS.Timeout[];
  answered: boolean;
  heard: string;
  /** What is being played. */
  playing: string | null;
}

/** Q.850 causes of what a plan says. */
const CAUSES: Readonly<Record<string, number>> = {
  busy: 17,
  'no-answer': 19,
  rejected: 21,
  invalid: 1,
  failed: 38,
};

/**
 * A small Asterisk: the part of ARI that calls are made of, as the documentation of Asterisk 22 describes it
 * (channels, playbacks, events by WebSocket), with callees that do what the practice plan says of their numbers.
 */
export class AriServer {
  readonly #options: AriServerOptions;
  readonly #server: Server;
  readonly #channels = new Map<string, Channel>();
  readonly #listeners = new Set<Duplex>();
  /** Variables of every channel that was originated. */
  readonly variables = new Map<string, Record<string, string>>();

  private constructor(options: AriServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.writeHead(500).end('{}'));
    });
    this.#server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
  }

  static async open(options: AriServerOptions): Promise<AriServer> {
    const server = new AriServer(options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get live(): number {
    return this.#channels.size;
  }

  /** Nobody is told of events until they ask for them again. */
  breakEvents(): void {
    for (const socket of this.#listeners) socket.destroy();
  }

  async close(): Promise<void> {
    for (const { timers } of this.#channels.values()) for (const timer of timers) clearTimeout(timer);
    for (const socket of this.#listeners) socket.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://here');
    const wanted = `Basic ${Buffer.from(`${this.#options.user}:${this.#options.secret}`).toString('base64')}`;
    const reply = (status: number, body?: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    let text = '';
    for await (const piece of request) text += String(piece);
    if (request.headers.authorization !== wanted) return reply(401, { message: 'Authentication required' });
    const [, , noun, id = '', act] = url.pathname.split('/');
    if (noun === 'asterisk') return reply(200, { system: { version: '22.0.0' } });
    // Two that were joined talk until one hangs up: nothing that a caller could tell apart here.
    if (noun === 'bridges' || noun === 'playbacks') return reply(204);
    if (noun !== 'channels') return reply(404, { message: 'Resource not found' });
    if (id === '')
      return reply(
        200,
        [...this.#channels.values()].map((one) => ({ id: one.id, state: one.answered ? 'Up' : 'Ringing' })),
      );
    if (request.method === 'POST' && act === undefined)
      return this.#originate(id, JSON.parse(text) as Originate, reply);
    const channel = this.#channels.get(id);
    if (channel === undefined) return reply(404, { message: 'Channel not found' });
    if (request.method === 'DELETE') {
      this.#note(channel, channel.answered ? 'bye' : 'cancel', channel.heard);
      this.#destroy(channel, 16);
      return reply(204);
    }
    if (act === 'variable') {
      if (url.searchParams.get('variable') === 'TALK_DETECT(set)') this.#tellTalking(channel);
      return reply(204);
    }
    if (act === 'rtp_statistics') return reply(200, { rxcount: channel.plan.machine ? Date.now() : 8 });
    if (act === 'play') {
      await this.#play(
        channel,
        url.searchParams.get('media') ?? '',
        url.pathname.split('/')[5] ?? randomUUID(),
      );
      return reply(201, {});
    }
    if (act === 'variable') return reply(204);
    return reply(404, { message: 'Resource not found' });
  }

  #originate(id: string, body: Originate, reply: (status: number, body?: unknown) => void): void {
    if (this.#channels.has(id))
      return reply(409, { message: 'Channel with given unique ID already exists.' });
    const number = /\/([^@]+)/.exec(body.endpoint)?.[1] ?? '';
    const callerId = body.callerId ?? '';
    this.variables.set(id, body.variables);
    const { note, congested } = this.#options;
    if (congested()) {
      reply(200, { id });
      // As a trunk without a free circuit: the channel is destroyed at once.
      const channel = this.#channel({ id, number, callerId });
      channel.timers.push(setTimeout(() => this.#destroy(channel, 34), 1));
      return;
    }
    note({ what: 'invite', callId: id, number, callerId, detail: '' });
    const channel = this.#channel({ id, number, callerId });
    reply(200, { id, state: 'Down' });
    this.#note(channel, 'ring');
    this.#tell({ type: 'Dial', dialstatus: 'RINGING', peer: { id } });
    const { plan } = channel;
    channel.timers.push(
      setTimeout(() => {
        if (plan.outcome === 'answered') this.#answer(channel);
        else {
          this.#note(channel, 'refuse', plan.outcome);
          this.#destroy(channel, CAUSES[plan.outcome] ?? 31);
        }
      }, plan.ringMs),
      setTimeout(() => {
        if (!channel.answered) this.#destroy(channel, 19);
      }, body.timeout * 1_000),
    );
  }

  #channel(of: Pick<Channel, 'id' | 'number' | 'callerId'>): Channel {
    const plan = practicePlan({ ...this.#options, seed: 0 }, of.number, 1);
    const channel: Channel = { ...of, plan, timers: [], answered: false, heard: '', playing: null };
    this.#channels.set(of.id, channel);
    return channel;
  }

  #answer(channel: Channel): void {
    const { id, plan } = channel;
    channel.answered = true;
    this.#note(channel, 'answer');
    this.#tell({ type: 'StasisStart', channel: { id } });
    const { key, talkMs } = plan;
    if (key !== null) {
      const press = () => {
        this.#note(channel, 'key', key);
        this.#tell({ type: 'ChannelDtmfReceived', digit: key, channel: { id } });
      };
      channel.timers.push(setTimeout(press, talkMs * 0.6));
    }
    channel.timers.push(
      setTimeout(() => {
        this.#note(channel, 'hang-up', channel.heard);
        if (channel.playing !== null)
          this.#tell({ type: 'PlaybackFinished', playback: { id: channel.playing, state: 'failed' } });
        // As Asterisk: what was played breaks off before it tells why.
        this.#tell({ type: 'ChannelHangupRequest', channel: { id } });
        this.#destroy(channel, 16);
      }, talkMs),
    );
  }

  /** What the callee says from now on: a person a word, a machine its announcement. */
  #tellTalking(channel: Channel): void {
    const { id, plan } = channel;
    const tell = (ms: number, event: object) => {
      channel.timers.push(setTimeout(() => this.#tell({ ...event, channel: { id } }), ms));
    };
    // As Asterisk does, of a talk that was none.
    tell(1, { type: 'ChannelTalkingStarted' });
    tell(200, { type: 'ChannelTalkingFinished', duration: 0 });
    tell(300, { type: 'ChannelTalkingStarted' });
    if (!plan.machine) tell(700, { type: 'ChannelTalkingFinished', duration: 400 });
  }

  /** Fetches what is to be played, as Asterisk's media cache does, and plays it. */
  async #play(channel: Channel, media: string, id: string): Promise<void> {
    const answer = await fetch(media.replace(/^sound:/, ''));
    const file = Buffer.from(await answer.arrayBuffer());
    channel.heard = createHash('sha256').update(file).digest('hex');
    const ms = ((file.length - 44) / 16_000) * 1_000;
    const state = this.#options.unplayable === true ? 'failed' : 'done';
    channel.playing = id;
    const finished = () => {
      channel.playing = null;
      this.#tell({ type: 'PlaybackFinished', playback: { id, state } });
    };
    channel.timers.push(setTimeout(finished, state === 'failed' ? 0 : ms));
  }

  #destroy(channel: Channel, cause: number): void {
    if (!this.#channels.delete(channel.id)) return;
    for (const timer of channel.timers) clearTimeout(timer);
    this.#tell({ type: 'ChannelDestroyed', cause, channel: { id: channel.id } });
  }

  #note({ id, number, callerId }: Channel, what: FarmEvent['what'], detail = ''): void {
    this.#options.note({ what, callId: id, number, callerId, detail });
  }

  #tell(event: object): void {
    const text = Buffer.from(JSON.stringify(event));
    const head =
      text.length < 126
        ? Buffer.from([0x81, text.length])
        : Buffer.from([0x81, 126, text.length >> 8, text.length & 0xff]);
    for (const socket of this.#listeners) socket.write(Buffer.concat([head, text]));
  }

  /** The server's side of RFC 6455, as far as events need it: text frames out, nothing in. */
  #upgrade(request: IncomingMessage, socket: Duplex): void {
    const url = new URL(request.url ?? '/', 'http://here');
    const { user, secret } = this.#options;
    if (url.searchParams.get('api_key') !== `${user}:${secret}`) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    this.#listeners.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => socket.end());
    socket.on('close', () => this.#listeners.delete(socket));
  }
}
