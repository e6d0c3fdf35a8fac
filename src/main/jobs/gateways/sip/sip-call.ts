import type { IncomingResponse } from 'sip.js/lib/core/messages/incoming-response.js';
import type {
  AckableIncomingResponseWithSession,
  OutgoingInviteRequest,
} from 'sip.js/lib/core/messages/methods/invite.js';
import type { Session } from 'sip.js/lib/core/session/session.js';
import type { Answerer } from '../../audio/answer-detector.ts';
import { AnswerListening } from '../answer-listening.ts';
import type { Call, CallEnd, CallListener, LiveCall } from '../gateway.ts';
import type { SipAgent } from './agent.ts';
import { causeOf, refusedWith } from './refusals.ts';
import { keyOfInfo, SipSound } from './sip-sound.ts';

/** How long a server may take to answer a BYE or CANCEL before the call counts as over anyway, in ms. */
const PATIENCE_MS = 4_000;
/** How long a server may say nothing at all to an INVITE, in ms. */
const SILENCE_MS = 10_000;
/** Telephones that send nothing while nobody speaks: silence begins so long after the last packet, in ms. */
const PACKET_MS = 60;

export interface SipCallParts {
  readonly agent: SipAgent;
  readonly call: Call;
  readonly listener: CallListener;
  /** The address of this machine as the server sees it. */
  readonly host: string;
  readonly headers: readonly string[];
  /** A final answer refused the call with this code. */
  refused(code: number): void;
  /** The server said nothing at all to this call. */
  unanswered(): void;
}

/** One call by SIP: INVITE, media, BYE. */
export class SipCall implements LiveCall {
  readonly #parts: SipCallParts;
  readonly #dialledAt = performance.now();
  #answeredAt: number | null = null;
  #sound: SipSound | null = null;
  #invite: OutgoingInviteRequest | null = null;
  #session: Session | null = null;
  #heard = false;
  #rang = false;
  #ending = false;
  #over = false;
  #silent = false;
  /** Until it is known who answered; null: nobody wants to know, or it is known. */
  #listening: AnswerListening | null = null;
  #machine = false;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(parts: SipCallParts) {
    this.#parts = parts;
    this.#begin().catch(() => this.#finish({ outcome: 'not-placed', because: 'fault' }));
  }

  hangUp(): void {
    if (this.#ending || this.#over) return;
    this.#ending = true;
    if (this.#session !== null) this.#bye(this.#session);
    else if (this.#invite === null) this.#later(0, () => this.#finish({ outcome: 'no-answer' }));
    else {
      this.#invite.cancel();
      // A callee may answer in the same moment; then a BYE follows. A server that says nothing more ends it here.
      this.#later(PATIENCE_MS, () => this.#finish({ outcome: this.#heard ? 'no-answer' : 'interrupted' }));
    }
  }

  /** A blind transfer (RFC 3515); the call ends here as soon as the server has taken it over, or refused to. */
  transfer(to: string): void {
    const session = this.#session;
    if (session === null || this.#ending) return;
    const target = this.#parts.agent.uriOf(to);
    const done = () => this.hangUp();
    // How the other call goes comes by NOTIFY; a server that sends none is not waited for.
    session.refer(
      { onAccept: () => this.#later(PATIENCE_MS, done), onReject: done },
      { extraHeaders: [`Refer-To: <${target.toString()}>`] },
    );
  }

  /** The connection broke: nobody can say what becomes of a call that was not answered yet. */
  connectionBroke(): void {
    if (this.#session === null) this.#finish({ outcome: 'interrupted' });
  }

  async #begin(): Promise<void> {
    const { agent, call, host } = this.#parts;
    const sound = await SipSound.open(host);
    if (this.#over || this.#ending) {
      sound.close();
      return;
    }
    this.#sound = sound;
    sound.onKey = (key) => this.#pressed(key);
    const { callerId, number, id } = call;
    const message = agent.request({
      method: 'INVITE',
      to: agent.uriOf(number),
      from: agent.uriOf(callerId),
      callId: id,
      cseq: 1,
      sdp: sound.offer,
      headers: [
        'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY',
        ...(callerId === null ? [] : [`P-Asserted-Identity: <${agent.uriOf(callerId).toString()}>`]),
        ...this.#parts.headers,
      ],
    });
    this.#invite = agent.core.invite(message, {
      onTrying: () => {
        this.#heard = true;
      },
      onProgress: ({ message: { statusCode, body } }) => {
        this.#heard = true;
        this.#rang ||= statusCode === 180 || statusCode === 183;
        // Some describe their sound before the answer, and not again in it.
        if (body !== '' && this.#session === null) sound.follow(body);
      },
      onAccept: (response) => this.#accepted(response),
      onReject: (response) => this.#refusedBy(response),
      onRedirect: (response) => this.#refusedBy(response),
    });
    this.#later(call.ringMs, () => this.hangUp());
    this.#later(SILENCE_MS, () => {
      if (this.#heard || this.#over) return;
      this.#parts.unanswered();
      this.#finish({ outcome: 'interrupted' });
    });
  }

  #refusedBy({ message }: IncomingResponse): void {
    const { statusCode, via } = message;
    const code = statusCode ?? 500;
    // The library's own answer to an INVITE that could not be sent.
    if (via === undefined && !this.#heard && code === 503) {
      this.#finish({ outcome: 'not-placed', because: 'fault' });
      return;
    }
    this.#heard = true;
    this.#parts.refused(code);
    this.#finish(refusedWith(code, { rang: this.#rang, cause: causeOf(message.getHeaders('reason')) }));
  }

  #accepted(response: AckableIncomingResponseWithSession): void {
    const { message, session } = response;
    this.#heard = true;
    response.ack();
    // Forked to several telephones, or answered after the call was over here: one call is enough.
    if (this.#session !== null || this.#over) {
      session.bye();
      return;
    }
    this.#session = session;
    this.#answeredAt = performance.now();
    this.#attend(session);
    const route = message.getHeaders('record-route').toReversed();
    const handle = { tag: session.remoteTag, target: session.remoteTarget.toString(), route };
    if (this.#ending) {
      this.#bye(session);
      return;
    }
    this.#parts.listener.answered(JSON.stringify(handle));
    this.#later(this.#parts.call.talkMs, () => this.hangUp());
    this.#speak(message.body);
  }

  /** What the other side asks during the call. */
  #attend(session: Session): void {
    session.delegate = {
      onBye: (request) => {
        request.accept();
        // Gone before the prompt began: a person who heard nothing.
        if (this.#listening !== null) this.#silent = true;
        this.#finish({ outcome: 'answered' });
      },
      onNotify: (request) => {
        request.accept();
        if (/^SIP\/2\.0 [2-6]/m.test(request.message.body)) this.hangUp();
      },
      onInvite: (request) => {
        const { body } = request.message;
        const content = body === '' ? this.#sound?.offer : this.#sound?.answer(body);
        if (content === undefined || content === null) request.reject({ statusCode: 488 });
        else {
          const described = { contentDisposition: 'session', contentType: 'application/sdp', content };
          request.accept({ statusCode: 200, body: described });
        }
      },
      // The answer to an offer that this side made because the other side's INVITE had none.
      onAck: ({ message: { body } }) => {
        if (body !== '') this.#sound?.follow(body);
      },
      onInfo: (request) => {
        const { message } = request;
        const key = keyOfInfo(message.getHeader('content-type') ?? '', message.body);
        request.accept();
        // A peer that also sends events tells of each key twice.
        if (key !== null && this.#sound?.hasEvents === false) this.#pressed(key);
      },
    };
  }

  #speak(sdp: string): void {
    const sound = this.#sound;
    if (sound === null || !(sdp === '' ? sound.isFollowing : sound.follow(sdp))) {
      this.#silent = true;
      this.hangUp();
      return;
    }
    if (this.#parts.call.machine === 'off') this.#play(sound);
    else {
      const listening = new AnswerListening((who) => this.#known(who, sound));
      this.#listening = listening;
      sound.onSpeech = (loud) => listening.hear(loud, PACKET_MS);
    }
  }

  /** Silence until it is known who answered: a person then hears the prompt from its start. */
  #known(who: Answerer, sound: SipSound): void {
    this.#listening = null;
    sound.onSpeech = null;
    if (this.#ending || this.#over) return;
    this.#machine = who === 'machine';
    if (this.#machine) this.hangUp();
    else this.#play(sound);
  }

  #play(sound: SipSound): void {
    const { prompt, keyMs } = this.#parts.call;
    const finished = () => this.#later(keyMs, () => this.hangUp());
    if (prompt === null) finished();
    else sound.play(prompt.ulaw, finished);
  }

  #pressed(key: string): void {
    if (this.#answeredAt === null || this.#over) return;
    this.#listening?.pressed();
    this.#parts.listener.key(key);
  }

  #bye(session: Session): void {
    this.#ending = true;
    this.#sound?.close();
    const done = () => this.#finish({ outcome: this.#machine ? 'machine' : 'answered' });
    session.bye({ onAccept: done, onReject: done });
    this.#later(PATIENCE_MS, done);
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #finish(end: Pick<CallEnd, 'outcome' | 'because'>): void {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#listening?.stop();
    this.#sound?.close();
    const now = performance.now();
    const answered = this.#answeredAt;
    this.#parts.listener.ended({
      ...end,
      ...(this.#silent ? { silent: true } : {}),
      ring: seconds((answered ?? now) - this.#dialledAt),
      talk: answered === null ? 0 : seconds(now - answered),
    });
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
