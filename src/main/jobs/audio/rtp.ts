import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { ulawToAlaw } from './g711.ts';

/** G.711's payload types (RFC 3551). */
export const PCMU = 0;
export const PCMA = 8;

/** Samples in a packet: 20 ms, as RFC 3551 recommends. */
export const FRAME = 160;
const FRAME_MS = 20;
const HEADER = 12;
const KEYS = '0123456789*#ABCD';

export interface RtpPacket {
  readonly type: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Buffer;
}

/** Reads an RTP packet (RFC 3550); null if it is none. */
export function readRtp(data: Buffer): RtpPacket | null {
  if (data.length < HEADER || (data.readUInt8(0) & 0xc0) !== 0x80) return null;
  const first = data.readUInt8(0);
  let start = HEADER + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (data.length < start + 4) return null;
    start += 4 + data.readUInt16BE(start + 2) * 4;
  }
  const end = (first & 0x20) === 0 ? data.length : data.length - data.readUInt8(data.length - 1);
  if (end < start) return null;
  return {
    type: data.readUInt8(1) & 0x7f,
    sequence: data.readUInt16BE(2),
    timestamp: data.readUInt32BE(4),
    payload: data.subarray(start, end),
  };
}

/** The key of a telephone event's packet (RFC 4733); null if it is none. */
export function keyOf(payload: Buffer): string | null {
  return payload.length < 4 ? null : (KEYS[payload.readUInt8(0)] ?? null);
}

/** The payload of a telephone event: `duration` in samples. */
export function keyPayload(key: string, duration: number, end: boolean): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt8(Math.max(0, KEYS.indexOf(key)), 0);
  payload.writeUInt8((end ? 0x80 : 0) | 10, 1);
  payload.writeUInt16BE(duration, 2);
  return payload;
}

/** Where packets go and what they carry. */
export interface RtpPeer {
  readonly host: string;
  readonly port: number;
  readonly type: number;
}

interface Outgoing {
  readonly type: number;
  readonly payload: Uint8Array;
  readonly marker?: boolean;
}

/**
 * One call's media: a UDP socket of its own. Sends frames every 20 ms by the clock that all calls of a process share;
 * what an occupied process could not send in time follows at once, so that nothing is left out.
 */
export class RtpPort {
  /** Told of each packet that arrives. */
  onPacket: (packet: RtpPacket) => void = () => undefined;
  readonly #socket: Socket;
  #sequence = Math.floor(Math.random() * 0x8000);
  readonly #source = Math.floor(Math.random() * 0xffff_ffff);
  #timestamp = Math.floor(Math.random() * 0x7fff_ffff);
  #stop: (() => void) | null = null;
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const packet = readRtp(data);
      if (packet !== null) this.onPacket(packet);
    });
    // A peer that has closed its port is told of by ICMP; the call's signalling says what that means.
    socket.on('error', () => undefined);
  }

  /** Opens a port on this address. Rejects if there is none left. */
  static async open(address: string): Promise<RtpPort> {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new RtpPort(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /**
   * Plays mu-law samples, 20 ms a packet, each to whom `to` names then (null: nobody, it passes unsent); `done` is
   * called after the last. One at a time.
   */
  play(ulaw: Uint8Array, to: () => RtpPeer | null, done: () => void): void {
    let sent = 0;
    let marker = true;
    this.#stop?.();
    this.#stop = everyFrame((frames) => {
      for (let frame = 0; frame < frames && sent < ulaw.length; frame++) {
        const samples = ulaw.subarray(sent, sent + FRAME);
        const peer = to();
        if (peer !== null) {
          const payload = peer.type === PCMA ? ulawToAlaw(samples) : samples;
          this.#send(peer, { type: peer.type, payload, marker });
        }
        marker = peer === null;
        sent += samples.length;
        this.#timestamp = (this.#timestamp + FRAME) >>> 0;
      }
      if (sent < ulaw.length) return true;
      done();
      return false;
    });
  }

  /** Sends a key as RFC 4733 says: while it is held, then its end three times. */
  press(key: string, to: RtpPeer): void {
    for (const duration of [FRAME, FRAME * 2, FRAME * 3]) {
      this.#send(to, {
        type: to.type,
        payload: keyPayload(key, duration, false),
        marker: duration === FRAME,
      });
    }
    for (let end = 0; end < 3; end++)
      this.#send(to, { type: to.type, payload: keyPayload(key, FRAME * 4, true) });
    this.#timestamp = (this.#timestamp + FRAME * 4) >>> 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stop?.();
    this.#socket.close();
  }

  #send({ host, port }: RtpPeer, { type, payload, marker = false }: Outgoing): void {
    if (this.#closed) return;
    const packet = Buffer.allocUnsafe(HEADER + payload.length);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8((marker ? 0x80 : 0) | type, 1);
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(this.#timestamp, 4);
    packet.writeUInt32BE(this.#source, 8);
    packet.set(payload, HEADER);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#socket.send(packet, port, host);
  }
}

type Work = (frames: number) => boolean;

const playing = new Map<Work, number>();
let ticking: NodeJS.Timeout | null = null;

/** Calls back with how many frames have fallen due, until it answers false; returns what stops it. */
function everyFrame(work: Work): () => void {
  playing.set(work, performance.now() - FRAME_MS);
  ticking ??= setInterval(tick, FRAME_MS);
  return () => {
    playing.delete(work);
    if (playing.size > 0 || ticking === null) return;
    clearInterval(ticking);
    ticking = null;
  };
}

function tick(): void {
  const now = performance.now();
  for (const [work, at] of playing) {
    const frames = Math.floor((now - at) / FRAME_MS);
    if (frames === 0) continue;
    playing.set(work, at + frames * FRAME_MS);
    if (!work(frames)) playing.delete(work);
  }
  if (playing.size > 0 || ticking === null) return;
  clearInterval(ticking);
  ticking = null;
}
