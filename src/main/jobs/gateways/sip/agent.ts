import { createHash } from 'node:crypto';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import { DigestAuthentication } from 'sip.js/lib/core/messages/digest-authentication.js';
import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingResponse } from 'sip.js/lib/core/messages/incoming-response.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { Parser } from 'sip.js/lib/core/messages/parser.js';
import { ClientTransaction } from 'sip.js/lib/core/transactions/client-transaction.js';
import { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { URI } from 'sip.js/lib/grammar/uri.js';
import type { SipConnection } from './connection.ts';
import { quickenGrammar } from './quick-grammar.ts';

quickenGrammar();

/** Who a gateway is for its SIP server. */
export interface SipIdentity {
  /** The domain of numbers and caller ids. */
  readonly domain: string;
  /** Null: the server asks for none. */
  readonly credentials: { readonly user: string; readonly secret: string } | null;
}

/** A request inside or outside a dialog. */
export interface RequestParts {
  readonly method: string;
  readonly to: URI;
  readonly from: URI;
  readonly target?: URI;
  readonly callId: string;
  readonly cseq: number;
  readonly toTag?: string;
  readonly routeSet?: readonly string[];
  readonly headers?: readonly string[];
  readonly sdp?: string;
}

const USER = 'rolecall';

/** What identifies a transaction: its call and place in it, so that a call that a crash left can still be cancelled. */
export function branchOf(callId: string, cseq: number): string {
  return `z9hG4bK${createHash('sha256').update(`${callId} ${cseq}`).digest('hex').slice(0, 32)}`;
}

/** The tag of this side of a call. */
function tagOf(callId: string): string {
  return createHash('sha256').update(`tag ${callId}`).digest('hex').slice(0, 16);
}

let foreign = 0;

// The library makes branch ids of seven digits, which meet each other again within thousands of calls: RFC 3261
// (8.1.1.7) wants them unique across space and time.
Object.defineProperty(ClientTransaction, 'makeId', {
  value: (request: OutgoingRequestMessage) =>
    request.method === 'CANCEL' && request.branch !== undefined
      ? request.branch
      : request.method === 'INVITE' || request.method === 'BYE'
        ? branchOf(`${request.callId}${request.method === 'BYE' ? ' bye' : ''}`, request.cseq)
        : branchOf(`${request.callId} ${request.method} ${++foreign} ${Math.random()}`, request.cseq),
});

/** The library's user agent over one connection. */
export class SipAgent {
  readonly core: UserAgentCore;
  readonly identity: SipIdentity;
  readonly #connection: SipConnection;

  constructor(connection: SipConnection, identity: SipIdentity) {
    this.#connection = connection;
    this.identity = identity;
    const loggerFactory = new LoggerFactory();
    loggerFactory.builtinEnabled = false;
    const logger = loggerFactory.getLogger('sip');
    const { credentials } = identity;
    const contactUri = () => {
      const { host, port } = connection.local;
      const transport = connection.protocol.toLowerCase();
      return new URI('sip', USER, bracketed(host), port, { transport });
    };
    this.core = new UserAgentCore({
      aor: new URI('sip', USER, identity.domain),
      contact: {
        pubGruu: undefined,
        tempGruu: undefined,
        get uri() {
          return contactUri();
        },
        toString: () => `<${contactUri().toString()}>`,
      },
      displayName: '',
      loggerFactory,
      hackViaTcp: false,
      routeSet: [],
      sipjsId: '',
      supportedOptionTags: [],
      supportedOptionTagsResponse: [],
      userAgentHeaderFieldValue: 'Rolecall',
      viaForceRport: true,
      // Without the port: it changes with each connection, and a call that a crash left must still be cancelled.
      get viaHost() {
        return bracketed(connection.local.host);
      },
      authenticationFactory: () =>
        credentials === null
          ? undefined
          : new DigestAuthentication(loggerFactory, undefined, credentials.user, credentials.secret),
      transportAccessor: () => connection,
    });
    connection.onMessage = (text) => {
      const message = Parser.parseMessage(text, logger);
      if (message === undefined) return;
      if (message instanceof IncomingRequestMessage) this.#receive(message);
      else this.core.receiveIncomingResponseFromTransport(message);
    };
  }

  /** A request of ours; its tag and branch follow from its call's id. */
  request(parts: RequestParts): OutgoingRequestMessage {
    const { method, to, from, callId, cseq } = parts;
    const options = {
      callId,
      cseq,
      fromTag: tagOf(callId),
      ...(parts.toTag === undefined ? {} : { toTag: parts.toTag }),
      ...(parts.routeSet === undefined ? {} : { routeSet: [...parts.routeSet] }),
    };
    const body =
      parts.sdp === undefined
        ? undefined
        : { contentDisposition: 'session', contentType: 'application/sdp', content: parts.sdp };
    const headers = [`Contact: ${this.core.configuration.contact.toString()}`, ...(parts.headers ?? [])];
    return this.core.makeOutgoingRequestMessage(method, parts.target ?? to, from, to, options, headers, body);
  }

  /** Sends a request that is no INVITE; resolves with the final answer's code, 408 if none came. */
  ask(message: OutgoingRequestMessage): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const answered = ({ message: { statusCode } }: IncomingResponse) => resolve(statusCode ?? 408);
    this.core.request(message, { onAccept: answered, onReject: answered, onRedirect: answered });
    return promise;
  }

  /** The address of a number, or of whoever has none to show. */
  uriOf(number: string | null): URI {
    return new URI(
      'sip',
      number ?? 'anonymous',
      number === null ? 'anonymous.invalid' : this.identity.domain,
    );
  }

  /** The address of the server itself. */
  get serverUri(): URI {
    return new URI('sip', '', this.identity.domain);
  }

  #receive(message: IncomingRequestMessage): void {
    // A server asks by OPTIONS whether this end is still there.
    if (message.method === 'OPTIONS') this.core.replyStateless(message, { statusCode: 200 });
    else this.core.receiveIncomingRequestFromTransport(message);
  }

  dispose(): void {
    this.#connection.onMessage = () => undefined;
    this.core.dispose();
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
