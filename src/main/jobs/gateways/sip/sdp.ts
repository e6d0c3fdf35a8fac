/** G.711's payload types (RFC 3551). */
export const PCMU = 0;
export const PCMA = 8;
const EVENTS = 101;

/** What one side of a call offers or answers for its audio. */
export interface AudioDescription {
  readonly host: string;
  readonly port: number;
  /** Payload type of the audio. */
  readonly type: number;
  /** Payload type of telephone events; null if the other side knows none. */
  readonly events: number | null;
}

/** An offer or answer of G.711 and telephone events (RFC 4566, RFC 4733). */
export function writeSdp(host: string, port: number, types: readonly number[] = [PCMU, PCMA]): string {
  const family = host.includes(':') ? 'IP6' : 'IP4';
  const names: Readonly<Record<number, string>> = { [PCMU]: 'PCMU', [PCMA]: 'PCMA' };
  return [
    'v=0',
    `o=rolecall ${port} 1 IN ${family} ${host}`,
    's=-',
    `c=IN ${family} ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${[...types, EVENTS].join(' ')}`,
    ...types.map((type) => `a=rtpmap:${type} ${names[type]}/8000`),
    `a=rtpmap:${EVENTS} telephone-event/8000`,
    `a=fmtp:${EVENTS} 0-15`,
    'a=ptime:20',
    'a=sendrecv',
    '',
  ].join('\r\n');
}

/** Reads the first audio stream of a description; null if it has none that carries G.711. */
export function readSdp(text: string): AudioDescription | null {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith('m='));
  const audio = lines.findIndex((line) => line.startsWith('m=audio '));
  if (start === -1 || audio === -1) return null;
  const next = lines.findIndex((line, index) => index > audio && line.startsWith('m='));
  const own = lines.slice(audio, next === -1 ? undefined : next);
  const host = (connectionIn(own) ?? connectionIn(lines.slice(0, start)))?.split(' ')[2]?.split('/')[0];
  const [, port, , ...types] = (own[0] as string).split(' ');
  const events = own
    .map((line) => /^a=rtpmap:(\d+) telephone-event\/8000/i.exec(line)?.[1])
    .find((type) => type !== undefined);
  const type = types.map(Number).find((each) => each === PCMU || each === PCMA);
  if (host === undefined || port === undefined || Number(port) === 0 || type === undefined) return null;
  return { host, port: Number(port), type, events: events === undefined ? null : Number(events) };
}

function connectionIn(lines: readonly string[]): string | undefined {
  return lines.find((line) => line.startsWith('c='));
}
