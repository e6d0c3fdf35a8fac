/** A SIP message as the farm reads it. */
export interface SipMessage {
  /** 'INVITE sip:... SIP/2.0' or 'SIP/2.0 200 OK'. */
  readonly start: string;
  /** Method of a request; '' for a response. */
  readonly method: string;
  /** Header values in their order, by lower-case long name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

const LONG: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
};

/** Reads one complete message. */
export function readSip(text: string): SipMessage {
  const split = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = text.slice(0, split).split('\r\n');
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const values = headers.get(LONG[name] ?? name) ?? [];
    values.push(line.slice(colon + 1).trim());
    headers.set(LONG[name] ?? name, values);
  }
  const method = start.startsWith('SIP/2.0 ') ? '' : (start.split(' ')[0] ?? '');
  return { start, method, headers, body: text.slice(split + 4) };
}

/** The first value of a header; '' if there is none. */
export function headerOf(message: SipMessage, name: string): string {
  return message.headers.get(name)?.[0] ?? '';
}

export interface ResponseParts {
  readonly code: number;
  readonly reason: string;
  /** This side's tag. */
  readonly tag?: string;
  readonly headers?: readonly string[];
  readonly sdp?: string;
}

/** The answer to a request. */
export function writeResponse(to: SipMessage, parts: ResponseParts): string {
  const copied = (name: string, title: string) =>
    (to.headers.get(name) ?? []).map((value) => `${title}: ${value}`);
  const tagged = parts.tag !== undefined && !headerOf(to, 'to').includes(';tag=');
  return writeMessage(`SIP/2.0 ${parts.code} ${parts.reason}`, {
    headers: [
      ...copied('via', 'Via'),
      ...copied('from', 'From'),
      ...copied('to', 'To').map((line) => (tagged ? `${line};tag=${parts.tag}` : line)),
      ...copied('call-id', 'Call-ID'),
      ...copied('cseq', 'CSeq'),
      ...(parts.headers ?? []),
    ],
    body: parts.sdp ?? '',
  });
}

/** A message of a start line, headers and a body, SDP unless said otherwise. */
export function writeMessage(
  start: string,
  { headers, body, type = 'application/sdp' }: { headers: readonly string[]; body: string; type?: string },
): string {
  return [
    start,
    ...headers,
    ...(body === '' ? [] : [`Content-Type: ${type}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}
