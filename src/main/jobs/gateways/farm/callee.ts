import { createHash, type Hash } from 'node:crypto';
import { toUlaw } from '../../audio/g711.ts';
import { FRAME, type RtpPacket, RtpPort } from '../../audio/rtp.ts';
import type { PracticePlan } from '../practice.ts';
import { type AudioDescription, answerTo, readSdp } from '../sip/sdp.ts';
import { headerOf, type SipMessage, writeMessage, writeResponse } from './message.ts';

/** One thing that a callee saw or did. */
export interface FarmEvent {
  readonly what: 'invite' | 'ring' | 'answer' | 'cancel' | 'key' | 'bye' | 'hang-up' | 'refuse';
  readonly callId: string;
  /** E.164 with its plus sign. */
  readonly number: string;
  readonly callerId: string;
  /** Of `key`: which. Of `bye` and `hang-up`: the SHA-256 of the samples that were heard. */
  readonly detail: string;
}

export interface CalleeParts {
  readonly plan: PracticePlan;
  readonly number: string;
  readonly host: string;
  readonly port: number;
  /** To the caller, by the latest connection of its call. */
  readonly send: (message: string) => void;
  readonly note: (event: FarmEvent) => void;
  readonly over: () => void;
}

const REFUSALS: Readonly<Record<string, readonly [code: number, reason: string]>> = {
  busy: [486, 'Busy Here'],
  'no-answer': [480, 'Temporarily Unavailable'],
  rejected: [603, 'Decline'],
  invalid: [404, 'Not Found'],
  failed: [500, 'Server Internal Error'],
};
/** A machine's announcement, and the word that a person says: a tone of 400 Hz, 8,000 samples a second. */
const ANNOUNCEMENT = Uint8Array.from({ length: 32_000 }, (_, at) =>
  toUlaw(6_000 * Math.sin(at * 0.1 * Math.PI)),
);
const HELLO = ANNOUNCEMENT.subarray(0, 1_280);
/** Where in the talk a key is pressed. */
const KEY_AT = 0.6;

/** One telephone of the farm while it is being called: rings, answers, listens, presses keys, as its plan says. */
export class Callee {
  readonly #parts: CalleeParts;
  readonly #invite: SipMessage;
  readonly #tag = crypto.randomUUID().slice(0, 8);
  readonly #heard: Hash = createHash('sha256');
  readonly #waiting = new Map<number, Buffer>();
  #next: number | null = null;
  #media: RtpPort | null = null;
  #timers: NodeJS.Timeout[] = [];
  #state: 'ringing' | 'talking' | 'over' = 'ringing';

  constructor(invite: SipMessage, parts: CalleeParts) {
    this.#invite = invite;
    this.#parts = parts;
    const { plan } = parts;
    this.#note('ring');
    this.#respond(180, 'Ringing');
    this.#after(plan.ringMs, () => {
      if (plan.outcome !== 'answered') this.#refuse(...(REFUSALS[plan.outcome] ?? [500, 'Error']));
      else this.#answer().catch(() => this.#refuse(500, 'No port left'));
    });
  }

  /** The caller gave up while it rang. */
  cancel(): void {
    if (this.#state !== 'ringing') return;
    this.#note('cancel');
    this.#respond(487, 'Request Terminated');
    this.#end();
  }

  /** The caller hung up. */
  bye(): void {
    if (this.#state !== 'talking') return;
    this.#note('bye', this.#digest());
    this.#end();
  }

  /** The caller hands the call over: the farm takes it, and says that the other telephone has answered. */
  refer(): void {
    if (this.#state !== 'talking') return;
    this.#request('NOTIFY', 1, {
      headers: ['Event: refer', 'Subscription-State: terminated;reason=noresource'],
      type: 'message/sipfrag',
      body: 'SIP/2.0 200 OK\r\n',
    });
  }

  /** The farm closes. */
  stop(): void {
    this.#end();
  }

  async #answer(): Promise<void> {
    const { host, plan } = this.#parts;
    const peer = readSdp(this.#invite.body);
    if (peer === null) {
      this.#refuse(488, 'Not Acceptable Here');
      return;
    }
    const media = await RtpPort.open(host);
    if (this.#state !== 'ringing') {
      media.close();
      return;
    }
    this.#state = 'talking';
    this.#media = media;
    media.onPacket = (packet) => this.#hear(packet, peer);
    this.#note('answer');
    this.#respond(200, 'OK', answerTo(peer, host, media.port));
    const { key, talkMs, machine } = plan;
    media.play(
      machine ? ANNOUNCEMENT : HELLO,
      () => peer,
      () => undefined,
    );
    if (key !== null) this.#after(talkMs * KEY_AT, () => this.#press(key, peer));
    this.#after(talkMs, () => this.#hangUp());
  }

  #press(key: string, peer: AudioDescription): void {
    if (this.#state !== 'talking' || peer.events === null) return;
    this.#note('key', key);
    this.#media?.press(key, { ...peer, type: peer.events });
  }

  /** Samples in the order in which they were sent. */
  #hear({ type, sequence, payload }: RtpPacket, peer: AudioDescription): void {
    if (type !== peer.type) return;
    this.#next ??= sequence;
    this.#waiting.set(sequence, Buffer.from(payload));
    for (let piece = this.#waiting.get(this.#next); piece !== undefined; ) {
      this.#heard.update(piece);
      this.#waiting.delete(this.#next);
      this.#next = (this.#next + 1) & 0xffff;
      if (piece.length < FRAME) break;
      piece = this.#waiting.get(this.#next);
    }
  }

  #digest(): string {
    return this.#heard.copy().digest('hex');
  }

  /** The callee has heard enough. */
  #hangUp(): void {
    if (this.#state !== 'talking') return;
    this.#note('hang-up', this.#digest());
    this.#request('BYE', 2);
    this.#end();
  }

  /** A request of the callee's within the call. */
  #request(
    method: string,
    cseq: number,
    extra?: { headers: readonly string[]; type: string; body: string },
  ): void {
    const { host, port, number, send } = this.#parts;
    const contact = /<([^>]+)>/.exec(headerOf(this.#invite, 'contact'))?.[1] ?? 'sip:unknown';
    send(
      writeMessage(`${method} ${contact} SIP/2.0`, {
        headers: [
          `Via: SIP/2.0/TCP ${host}:${port};branch=z9hG4bK${crypto.randomUUID()}`,
          'Max-Forwards: 70',
          `From: ${headerOf(this.#invite, 'to')};tag=${this.#tag}`,
          `To: ${headerOf(this.#invite, 'from')}`,
          `Call-ID: ${headerOf(this.#invite, 'call-id')}`,
          `CSeq: ${cseq} ${method}`,
          `Contact: <sip:${number}@${host}:${port};transport=tcp>`,
          ...(extra?.headers ?? []),
        ],
        body: extra?.body ?? '',
        ...(extra === undefined ? {} : { type: extra.type }),
      }),
    );
  }

  #refuse(code: number, reason: string): void {
    this.#note('refuse', String(code));
    this.#respond(code, reason);
    this.#end();
  }

  #respond(code: number, reason: string, sdp?: string): void {
    const { host, port, number, send } = this.#parts;
    const headers = [`Contact: <sip:${number}@${host}:${port};transport=tcp>`];
    send(
      writeResponse(this.#invite, {
        code,
        reason,
        tag: this.#tag,
        headers,
        ...(sdp === undefined ? {} : { sdp }),
      }),
    );
  }

  #note(what: FarmEvent['what'], detail = ''): void {
    const callerId = /sips?:([^@>]+)@/.exec(headerOf(this.#invite, 'from'))?.[1] ?? '';
    const callId = headerOf(this.#invite, 'call-id');
    this.#parts.note({ what, callId, number: this.#parts.number, callerId, detail });
  }

  #after(ms: number, work: () => void): void {
    this.#timers.push(setTimeout(work, ms));
  }

  #end(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    for (const timer of this.#timers) clearTimeout(timer);
    this.#media?.close();
    this.#parts.over();
  }
}
