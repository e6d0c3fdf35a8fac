import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Prompt } from '#main/jobs/audio/prompt.ts';
import { wavOf } from '#main/jobs/audio/wav.ts';
import { type CalleeOptions, CallQueue, StandInCall } from './twilio-callee.ts';

export interface StandInOptions extends CalleeOptions {
  readonly accountSid: string;
  /** Of an API key or the account. */
  readonly user: string;
  readonly secret: string;
  /** What goes wrong with a request for a new call; asked once for each. */
  readonly fault?: (to: string) => StandInFault | null;
  /** Whether a question is turned away for being one too many. */
  readonly busy?: () => boolean;
  /** How long after its end a call is still shown as it was, in ms. */
  readonly lateMs?: number;
}

/**
 * `congestion`: 429; `silence` and `breakdown`: the call is taken, and the answer is lost or says 503; `refusal`: 503,
 * and no call; `caller-id`: the number to call from is not verified.
 */
export type StandInFault = 'congestion' | 'silence' | 'breakdown' | 'refusal' | 'caller-id';

interface Answer {
  readonly status: number;
  readonly body: object;
}

const refusal = (status: number, code: number, message: string): Answer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
const NOT_FOUND = refusal(404, 20_404, 'The requested resource was not found');
const TOO_MANY = refusal(429, 20_429, 'Too Many Requests');

/** What an administrator is told to put into a TwiML Bin for keys, `{{Digits}}` being filled in by Twilio. */
const BIN = '<Response><Enqueue>rolecall-{{Digits}}</Enqueue></Response>';

/**
 * A small Twilio on this machine: the part of the API of 2010-04-01 that calls are made of, as its reference describes
 * it (calls, queues, TwiML with Play, Gather, Pause, Enqueue and Dial, TwiML Bins), with callees that do what the
 * practice plan says of their numbers; prompts are published beside it.
 */
export class TwilioStandIn {
  readonly #options: StandInOptions;
  readonly #server: Server;
  readonly #calls: StandInCall[] = [];
  readonly #queues = new Map<string, CallQueue>();
  readonly #files = new Map<string, Buffer>();
  /** The number of every request for a call, in order, and whether a call came of it. */
  readonly asked: { readonly to: string; readonly taken: boolean }[] = [];
  /** Every request, as method and path. */
  readonly requests: string[] = [];
  /** What every new call was asked for with. */
  readonly forms: Readonly<Record<string, string>>[] = [];

  private constructor(options: StandInOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  static async open(options: StandInOptions): Promise<TwilioStandIn> {
    const server = new TwilioStandIn(options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Calls that are up, and not handed over. */
  get live(): number {
    return this.#calls.filter(({ live, handedOver }) => live && !handedOver).length;
  }

  /** How many calls were placed to each number. */
  get placed(): ReadonlyMap<string, number> {
    const placed = new Map<string, number>();
    for (const { asked } of this.#calls) placed.set(asked.to, (placed.get(asked.to) ?? 0) + 1);
    return placed;
  }

  /** Puts a prompt on the web. */
  publish({ sha256, ...rest }: Prompt): void {
    this.#files.set(`/prompts/${sha256}.wav`, wavOf({ sha256, ...rest }));
  }

  /** Somebody deletes the records of all calls that are over, as Twilio's console can. */
  forget(): void {
    this.#calls.splice(0, this.#calls.length, ...this.#calls.filter(({ live }) => live));
  }

  async close(): Promise<void> {
    for (const call of this.#calls) call.stop();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const method = request.method ?? 'GET';
    let text = '';
    for await (const piece of request) text += String(piece);
    const form = Object.fromEntries(new URLSearchParams(text));
    const file = this.#files.get(url.pathname);
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': file.length });
      response.end(method === 'HEAD' ? undefined : file);
    } else if (url.pathname.startsWith('/prompts/')) response.writeHead(404).end();
    else if (url.pathname === '/bin') {
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(BIN.replace('{{Digits}}', form['Digits'] ?? ''));
    } else {
      this.requests.push(`${method} ${url.pathname}`);
      const answer = this.#answer(url, method === 'POST' ? form : null, request.headers.authorization ?? '');
      // Accepted, and never answered.
      if (answer === null) return;
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    }
  }

  #answer(url: URL, form: Readonly<Record<string, string>> | null, authorization: string): Answer | null {
    const { accountSid, user, secret, busy } = this.#options;
    const wanted = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
    if (authorization !== wanted) return refusal(401, 20_003, 'Authenticate');
    const path = /^\/2010-04-01\/Accounts\/([^/]+)\/(.+)\.json$/.exec(url.pathname);
    if (path?.[1] !== accountSid) return NOT_FOUND;
    const [noun, id, part] = (path[2] ?? '').split('/');
    if (busy?.() === true) return TOO_MANY;
    if (noun === 'Queues') return this.#queue(url, id, part);
    if (noun !== 'Calls') return NOT_FOUND;
    if (id === undefined) return form === null ? this.#list(url) : this.#create(form);
    const call = this.#calls.find(({ sid }) => sid === id);
    if (call === undefined) return NOT_FOUND;
    return form === null ? this.#shown(call) : this.#update(call, form);
  }

  #create(form: Readonly<Record<string, string>>): Answer | null {
    const { To: to = '', From: from = '', Twiml: twiml = '' } = form;
    const fault = this.#options.fault?.(to) ?? null;
    const answer = (taken: boolean, value: Answer | null) => {
      this.asked.push({ to, taken });
      return value;
    };
    if (fault === 'congestion') return answer(false, TOO_MANY);
    if (fault === 'refusal') return answer(false, refusal(503, 20_503, 'Service unavailable'));
    if (fault === 'caller-id')
      return answer(false, refusal(400, 21_210, `${from} is not yet verified for your account.`));
    if (to.endsWith('0194')) {
      const callId = /<!-- attempt (\S+) -->/.exec(twiml)?.[1] ?? '';
      this.#options.note({ what: 'invite', callId, number: to, callerId: from, detail: 'invalid' });
      return answer(false, refusal(400, 21_217, `Phone number does not appear to be valid: ${to}`));
    }
    this.forms.push(form);
    const detect = form['MachineDetection'] === 'Enable';
    const times = { timeoutS: Number(form['Timeout']), limitS: Number(form['TimeLimit']) };
    const asked = { to, from, twiml, detect, ...times };
    const call = new StandInCall(asked, this.#options, (name) => this.#queueOf(name));
    this.#calls.push(call);
    if (fault === 'silence') return answer(true, null);
    if (fault === 'breakdown') return answer(true, refusal(503, 20_503, 'Service unavailable'));
    return answer(true, { status: 201, body: call.record(false) });
  }

  #update(call: StandInCall, form: Readonly<Record<string, string>>): Answer {
    if (!call.live) return refusal(400, 21_220, 'Call is not in-progress. Cannot redirect.');
    if (form['Status'] === 'completed') call.complete();
    else if (form['Twiml'] !== undefined) {
      if (call.status !== 'in-progress')
        return refusal(400, 21_220, 'Call is not in-progress. Cannot redirect.');
      call.redirect(form['Twiml']);
    }
    return this.#shown(call);
  }

  #shown(call: StandInCall): Answer {
    return { status: 200, body: call.record(this.#isLate(call)) };
  }

  #isLate(call: StandInCall): boolean {
    return !call.live && call.overSince < (this.#options.lateMs ?? 0);
  }

  #list(url: URL): Answer {
    const [to, from, status] = ['To', 'From', 'Status'].map((name) => url.searchParams.get(name));
    const found = this.#calls
      .toReversed()
      .filter(({ asked }) => (to === null || asked.to === to) && (from === null || asked.from === from))
      .map((call) => call.record(this.#isLate(call)) as { readonly status: string })
      .filter((record) => status === null || record.status === status);
    return this.#page(url, 'calls', found);
  }

  #queue(url: URL, id: string | undefined, part: string | undefined): Answer {
    const queues = [...this.#queues.values()];
    if (id === undefined) {
      const shown = queues.map(({ sid, name, members }) => ({
        sid,
        friendly_name: name,
        current_size: members.size,
        max_size: 1000,
      }));
      return this.#page(url, 'queues', shown);
    }
    const queue = queues.find(({ sid }) => sid === id);
    if (queue === undefined || part !== 'Members') return NOT_FOUND;
    const members = [...queue.members].map(([call, at], index) => ({
      call_sid: call,
      queue_sid: queue.sid,
      date_enqueued: new Date(at).toUTCString(),
      position: index + 1,
    }));
    return this.#page(url, 'queue_members', members);
  }

  /** Lists come by pages: pages here are small, so that tests turn them. */
  #page(url: URL, name: string, all: readonly object[]): Answer {
    const size = Math.min(Number(url.searchParams.get('PageSize') ?? 50), 7);
    const page = Number(url.searchParams.get('Page') ?? 0);
    const next = new URL(url);
    next.searchParams.set('Page', String(page + 1));
    const more = all.length > (page + 1) * size;
    return {
      status: 200,
      body: {
        [name]: all.slice(page * size, (page + 1) * size),
        page,
        page_size: size,
        next_page_uri: more ? `${next.pathname}${next.search}` : null,
      },
    };
  }

  #queueOf(name: string): CallQueue {
    const queue = this.#queues.get(name) ?? new CallQueue(name);
    this.#queues.set(name, queue);
    return queue;
  }
}
