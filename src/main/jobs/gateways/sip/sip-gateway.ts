import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { type Gateway, GatewayError, type LeftCall } from '../gateway.ts';
import { branchOf, SipAgent, type SipIdentity } from './agent.ts';
import { type SipAddress, SipConnection } from './connection.ts';
import { SipCall } from './sip-call.ts';

export interface SipSettings extends SipAddress, SipIdentity {
  readonly label: string;
  readonly real: boolean;
  /** Headers of each call's INVITE, by the call. */
  readonly headers?: (call: { readonly attempt: number }) => readonly string[];
  /** How long connecting, and the server's first answer, may take, in ms; 5 s if absent. */
  readonly patienceMs?: number;
}

/** What `SipCall` told as a call's handle. */
interface Handle {
  readonly tag: string;
  readonly target: string;
  readonly route: readonly string[];
}

const PATIENCE_MS = 5_000;
/** How long closing waits for calls to end, in ms. */
const CLOSING_MS = 5_000;
/** CSeq of a BYE after a crash: above any that the call can have used. */
const LATE_CSEQ = 100;
/** Which CSeq a call's INVITE may have had: the second follows a challenge, which only a gateway with a password meets. */
const OPEN_CSEQS = [1];
const CHALLENGED_CSEQS = [1, 2];
/** This many calls in a row that are forbidden: it is not the numbers. */
const FORBIDDEN_CALLS = 10;
/** This many calls in a row that get no word from the server: it is down. */
const SILENT_CALLS = 3;

/** Places calls by SIP over TCP or TLS (RFC 3261), with G.711 media over RTP. */
export class SipGateway implements Gateway {
  readonly label: string;
  readonly real: boolean;
  readonly #settings: SipSettings;
  readonly #connection: SipConnection;
  readonly #agent: SipAgent;
  readonly #live = new Set<SipCall>();
  #silent = 0;
  #forbidden = 0;
  #refusal: string | null = null;

  constructor(settings: SipSettings) {
    this.label = settings.label;
    this.real = settings.real;
    this.#settings = settings;
    this.#connection = new SipConnection(settings);
    this.#agent = new SipAgent(this.#connection, settings);
    this.#connection.onBroken = () => {
      for (const call of this.#live) call.connectionBroke();
    };
  }

  /** Connects and asks by OPTIONS, which a server that wants credentials challenges. */
  async open(): Promise<void> {
    const patience = this.#settings.patienceMs ?? PATIENCE_MS;
    await this.#connection.open(patience);
    const code = await within(this.#options(), patience);
    const fault = this.#faultOf(code);
    if (fault === null) return;
    await this.#connection.close();
    throw fault;
  }

  fault(): string | null {
    if (this.#connection.fault !== null) return this.#connection.fault;
    if (this.#refusal !== null) return this.#refusal;
    return this.#silent >= SILENT_CALLS ? silence(this.#settings) : null;
  }

  dial(...[call, listener]: Parameters<Gateway['dial']>): SipCall {
    const placed = new SipCall({
      agent: this.#agent,
      call,
      host: this.#connection.local.host,
      headers: this.#settings.headers?.(call) ?? [],
      refused: (code) => {
        this.#silent = 0;
        this.#forbidden = code === 403 ? this.#forbidden + 1 : 0;
        if (code === 401 || code === 407) this.#refusal = wrongPassword(this.#settings);
        else if (this.#forbidden >= FORBIDDEN_CALLS) this.#refusal = forbidden(this.#settings);
      },
      unanswered: () => {
        this.#silent += 1;
      },
      listener: {
        answered: (handle) => {
          this.#silent = 0;
          this.#forbidden = 0;
          listener.answered(handle);
        },
        key: (key) => listener.key(key),
        ended: (end) => {
          this.#live.delete(placed);
          listener.ended(end);
        },
      },
    });
    this.#live.add(placed);
    return placed;
  }

  async endLeft(calls: readonly LeftCall[]): Promise<void> {
    await Promise.all(calls.map((call) => (call.handle === null ? this.#cancel(call) : this.#bye(call))));
  }

  async close(): Promise<void> {
    for (const call of this.#live) call.hangUp();
    const until = performance.now() + CLOSING_MS;
    while (this.#live.size > 0 && performance.now() < until) await pause(20);
    this.#agent.dispose();
    await this.#connection.close();
  }

  #options(): Promise<number> {
    const agent = this.#agent;
    const callId = crypto.randomUUID();
    const to = agent.serverUri;
    return agent.ask(
      agent.request({ method: 'OPTIONS', to, from: agent.core.configuration.aor, callId, cseq: 1 }),
    );
  }

  #faultOf(code: number | null): GatewayError | null {
    const { host, port } = this.#settings;
    if (code === null || code === 408) return new GatewayError('unreachable', silence(this.#settings));
    if (code === 401 || code === 407 || code === 403) {
      return new GatewayError('wrong-password', wrongPassword(this.#settings));
    }
    if (code === 503)
      return new GatewayError('refused', `${host}:${port} says that it is out of service (503).`);
    // Any other answer comes from a SIP server that lets this end speak.
    return null;
  }

  /** A call that was answered: its dialog is made again from what was kept of it. */
  async #bye({ id, number, callerId, handle }: LeftCall): Promise<void> {
    const agent = this.#agent;
    const { tag, target, route } = JSON.parse(handle ?? '{}') as Handle;
    const uri = Grammar.URIParse(target);
    if (uri === undefined) return;
    const message = agent.request({
      method: 'BYE',
      to: agent.uriOf(number),
      from: agent.uriOf(callerId),
      target: uri,
      callId: id,
      cseq: LATE_CSEQ,
      toTag: tag,
      routeSet: route,
    });
    await within(agent.ask(message), PATIENCE_MS);
  }

  /** A call that rang: its INVITE is cancelled by the ids that follow from the call's own. */
  async #cancel({ id, number, callerId }: LeftCall): Promise<void> {
    const agent = this.#agent;
    const asks = (this.#settings.credentials === null ? OPEN_CSEQS : CHALLENGED_CSEQS).map((cseq) => {
      const message = agent.request({
        method: 'CANCEL',
        to: agent.uriOf(number),
        from: agent.uriOf(callerId),
        callId: id,
        cseq,
      });
      message.branch = branchOf(id, cseq);
      return within(agent.ask(message), PATIENCE_MS);
    });
    await Promise.all(asks);
  }
}

function silence({ host, port }: SipAddress): string {
  return `${host}:${port} takes connections but does not answer. Is it a SIP server?`;
}

function forbidden({ host }: SipSettings): string {
  return `${host} forbids one call after the other (403). Check user name, password and caller id of this gateway.`;
}

function wrongPassword({ host, credentials }: SipSettings): string {
  return credentials === null
    ? `${host} asks for a user name and a password. Enter them in the gateway's settings.`
    : `${host} refuses the user name or the password of this gateway. Enter them again.`;
}

/** The value, or null if it takes longer than so many ms. */
async function within<T>(value: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  const first = await Promise.race([value, late]);
  clearTimeout(timer);
  return first;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
