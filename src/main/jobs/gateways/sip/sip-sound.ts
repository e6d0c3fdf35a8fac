import { isLoud } from '../../audio/g711.ts';
import { keyOf, PCMA, PCMU, type RtpPacket, RtpPort } from '../../audio/rtp.ts';
import { type AudioDescription, answerTo, EVENTS, readSdp, writeSdp } from './sdp.ts';

/** The sound of one call: where it comes and goes may change while it plays. */
export class SipSound {
  /** The callee pressed a key. */
  onKey: (key: string) => void = () => undefined;
  /** Told of each packet of sound, whether somebody speaks in it; null: nobody wants to know. */
  onSpeech: ((loud: boolean) => void) | null = null;
  readonly #host: string;
  readonly #port: RtpPort;
  #peer: AudioDescription | null = null;
  #lastKey: number | null = null;

  private constructor(host: string, port: RtpPort) {
    this.#host = host;
    this.#port = port;
    port.onPacket = (packet) => this.#hear(packet);
  }

  /** Opens a port on this address. Rejects if there is none left. */
  static async open(host: string): Promise<SipSound> {
    return new SipSound(host, await RtpPort.open(host));
  }

  /** What this side offers. */
  get offer(): string {
    return writeSdp(this.#host, this.#port.port);
  }

  /** The other side has described its sound. */
  get isFollowing(): boolean {
    return this.#peer !== null;
  }

  /** The other side sends keys as events; otherwise it may tell of them by INFO. */
  get hasEvents(): boolean {
    return this.#peer?.events !== null;
  }

  /** Follows the other side's description; false if it has no sound that both know. */
  follow(sdp: string): boolean {
    const peer = readSdp(sdp);
    if (peer === null) return false;
    this.#peer = peer;
    return true;
  }

  /** The answer to an offer in mid-call, which is followed from now on; null if both know no common sound. */
  answer(sdp: string): string | null {
    return this.follow(sdp) && this.#peer !== null ? answerTo(this.#peer, this.#host, this.#port.port) : null;
  }

  /** Plays mu-law samples once; while the other side wants to hear nothing, they pass unsent. */
  play(ulaw: Uint8Array, done: () => void): void {
    const listening = () => {
      const peer = this.#peer;
      return peer === null || peer.direction === 'sendonly' || peer.direction === 'inactive' ? null : peer;
    };
    this.#port.play(ulaw, listening, done);
  }

  close(): void {
    this.#port.close();
  }

  /**
   * A key is sent several times over; its packets share one timestamp. It may come by the payload type that this side
   * offered or by the one that the other side named.
   */
  #hear({ type, timestamp, payload }: RtpPacket): void {
    if (type === PCMU || type === PCMA) this.onSpeech?.(isLoud(payload, type === PCMA));
    if ((type !== EVENTS && type !== this.#peer?.events) || timestamp === this.#lastKey) return;
    const key = keyOf(payload);
    if (key === null) return;
    this.#lastKey = timestamp;
    this.onKey(key);
  }
}

/** The key that an INFO tells of, in either of the forms that telephones use; null: none. */
export function keyOfInfo(type: string, body: string): string | null {
  const key = type.startsWith('application/dtmf-relay')
    ? /^\s*Signal\s*=\s*([\d*#])/im.exec(body)?.[1]
    : type.startsWith('application/dtmf')
      ? /^\s*([\d*#])/.exec(body)?.[1]
      : undefined;
  return key ?? null;
}
