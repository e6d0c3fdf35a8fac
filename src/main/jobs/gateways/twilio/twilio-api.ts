import { GatewayError } from '../gateway.ts';

/** Which account of Twilio's REST API, and who this console is for it. */
export interface TwilioAddress {
  /** `https://api.twilio.com`, or that of a region. */
  readonly apiUrl: string;
  readonly accountSid: string;
  /** The SID of an API key; '': the account itself, whose auth token the secret is. */
  readonly apiKey: string;
  readonly secret: string;
}

/** A Call of Twilio's API of 2010-04-01, as far as it is read here. */
export interface CallRecord {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly direction: string;
  readonly status: string;
  /** RFC 2822. */
  readonly date_created: string | null;
  /** Null: it has not been dialled. */
  readonly start_time: string | null;
  /** Seconds; null unless it was answered and is over. */
  readonly duration: string | null;
  /** `human`, `machine_start`, `fax`, `unknown`; null: nobody asked, or it is not known yet. */
  readonly answered_by: string | null;
}

/** An answer of Twilio's that is no success. */
export class TwilioRefusal extends Error {
  readonly status: number;
  /** Twilio's own number for what is wrong; 0 if it gave none. */
  readonly code: number;
  /** How long Twilio asks to wait, in ms; 0 if it does not say. */
  readonly waitMs: number;

  constructor(status: number, body: { readonly code: number; readonly message: string }, waitMs: number) {
    super(body.message);
    this.name = 'TwilioRefusal';
    this.status = status;
    this.code = body.code;
    this.waitMs = waitMs;
  }
}

/** Faults of making a connection: no request was sent. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
/** How often a question is asked that Twilio has no time for, and the longest pause before the next time, in ms. */
const TURNS = 4;
const LONGEST_MS = 10_000;
const CERTIFICATE = /CERT|LEAF_SIGNATURE/;
const MOST_A_PAGE = 1_000;

/** Resolves after so many ms. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function codeOf(error: unknown): string {
  return ((error as Error | null)?.cause as { code?: string } | undefined)?.code ?? '';
}

/** Whether a request that failed like this can't have reached Twilio. */
export function neverSent(error: unknown): boolean {
  return NEVER_SENT.has(codeOf(error));
}

function read(text: string): { readonly code: number; readonly message: string } {
  try {
    const { code, message } = JSON.parse(text) as { code?: number; message?: string };
    return { code: code ?? 0, message: message ?? '' };
  } catch {
    return { code: 0, message: text.slice(0, 200) };
  }
}

/** Twilio's REST API over built-in fetch. INVARIANT: what changes something is never sent a second time by itself. */
export class TwilioApi {
  readonly #address: TwilioAddress;
  readonly #patience: number;
  readonly #breathMs: number;
  #fault: string | null = 'The gateway is not connected yet.';
  #ahead = 0;

  /**
   * How long an answer may take (to what changes something twice as long, for its loss costs more), and how long to wait before a question is asked
   * again that was one too many, in ms.
   */
  constructor(address: TwilioAddress, { patience, breathMs }: { patience: number; breathMs: number }) {
    this.#address = address;
    this.#patience = patience;
    this.#breathMs = breathMs;
  }

  /** Null while the latest request was answered as it should be. */
  get fault(): string | null {
    return this.#fault;
  }

  set fault(fault: string | null) {
    this.#fault = fault;
  }

  /** Unix ms by Twilio's clock, to the second. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Tries the credentials. Throws a GatewayError. */
  async open(): Promise<void> {
    try {
      await this.get('/Calls.json?PageSize=1');
    } catch (error) {
      throw this.#faultOf(error);
    }
  }

  /** Asks; where Twilio says that these are too many questions, again after a while. */
  async get(path: string): Promise<unknown> {
    for (let turn = 1; ; turn++) {
      try {
        return await this.#ask(path, {});
      } catch (error) {
        if (!(error instanceof TwilioRefusal) || error.status !== 429 || turn === TURNS) throw error;
        await pause(Math.min(LONGEST_MS, Math.max(error.waitMs, this.#breathMs * 2 ** turn)));
      }
    }
  }

  post(path: string, form: Readonly<Record<string, string>>): Promise<unknown> {
    return this.#ask(path, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
  }

  /** Every entry of a list that Twilio gives by pages, under the name it has in them. */
  async all<T>(path: string, query: Readonly<Record<string, string>>, name: string): Promise<readonly T[]> {
    const found: T[] = [];
    const asked = new URLSearchParams({ ...query, PageSize: String(MOST_A_PAGE) });
    let next: string | null = `${path}?${asked.toString()}`;
    while (next !== null) {
      const page = (await this.get(next)) as Record<string, unknown>;
      found.push(...(page[name] as readonly T[]));
      const uri = page['next_page_uri'];
      next = typeof uri === 'string' && uri !== '' ? uri.slice(this.#path.length) : null;
    }
    return found;
  }

  get #path(): string {
    return `/2010-04-01/Accounts/${this.#address.accountSid}`;
  }

  /** The answer's JSON. Throws TwilioRefusal, or whatever fetch throws. */
  async #ask(
    path: string,
    how: { readonly method?: string; readonly body?: URLSearchParams },
  ): Promise<unknown> {
    const { apiUrl, accountSid, apiKey, secret } = this.#address;
    const user = apiKey === '' ? accountSid : apiKey;
    try {
      const answer = await fetch(`${apiUrl.replace(/\/+$/, '')}${this.#path}${path}`, {
        ...how,
        headers: { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` },
        redirect: 'error',
        signal: AbortSignal.timeout(this.#patience * (how.method === undefined ? 1 : 2)),
      });
      const text = await answer.text();
      this.#tellTime(answer.headers.get('date'));
      if (!answer.ok) {
        const wait = Number(answer.headers.get('retry-after') ?? 0);
        throw new TwilioRefusal(answer.status, read(text), Number.isFinite(wait) ? wait * 1_000 : 0);
      }
      const value = JSON.parse(text) as unknown;
      this.#fault = null;
      return value;
    } catch (error) {
      if (this.#isOwnFault(error)) this.#fault = this.#faultOf(error).message;
      throw error;
    }
  }

  /** Whether the next request would meet it as well; too many requests, or a call that is over, are no such faults. */
  #isOwnFault(error: unknown): boolean {
    return !(error instanceof TwilioRefusal) || error.status >= 500 || [401, 403].includes(error.status);
  }

  #tellTime(date: string | null): void {
    const then = date === null ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(then)) this.#ahead = then - Date.now();
  }

  #faultOf(error: unknown): GatewayError {
    const { host } = new URL(this.#address.apiUrl);
    if (error instanceof TwilioRefusal) return this.#refusal(host, error);
    if (error instanceof Error && error.name === 'TimeoutError') {
      return new GatewayError('unreachable', `${host} takes connections but does not answer.`);
    }
    if (error instanceof SyntaxError)
      return new GatewayError('refused', `${host} does not answer as Twilio’s API does. Check its address.`);
    const code = codeOf(error);
    if (CERTIFICATE.test(code)) {
      return new GatewayError('misconfigured', `Nobody vouches for the certificate of ${host} (${code}).`);
    }
    const why = code === 'ECONNREFUSED' ? `Nothing listens at ${host}.` : `${host} can’t be reached.`;
    return new GatewayError('unreachable', `${why} Check this machine’s network and the API address.`);
  }

  #refusal(host: string, { status, message }: TwilioRefusal): GatewayError {
    if (status === 401 || status === 403) {
      return new GatewayError(
        'wrong-password',
        'Twilio refuses the account SID, the API key or the secret of this gateway. Enter them again.',
      );
    }
    if (status === 404) {
      return new GatewayError('refused', `${host} knows no account ${this.#address.accountSid}.`);
    }
    if (status === 429) {
      return new GatewayError('refused', 'Twilio gets too many requests from this account. Try again later.');
    }
    return new GatewayError('refused', `${host} answers ${status}${message === '' ? '' : `: ${message}`}`);
  }
}
