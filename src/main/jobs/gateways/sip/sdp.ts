import { PCMA, PCMU } from '../../audio/rtp.ts';

/** Payload type of telephone events where this side may choose it. */
export const EVENTS = 101;

/** Who may send sound, as the side that says so sees it. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

const ANSWERS: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

/** What one side of a call offers or answers for its audio. */
export interface AudioDescription {
  readonly host: string;
  readonly port: number;
  /** Payload type of the audio. */
  readonly type: number;
  /** Payload type of telephone events; null if the other side knows none. */
  readonly events: number | null;
  readonly direction: Direction;
}

/** What is described beside the place: an answer repeats the payload types of its offer. */
export interface SdpParts {
  readonly types?: readonly number[];
  readonly events?: number | null;
  readonly direction?: Direction;
}

/** An offer or answer of G.711 and telephone events (RFC 4566, RFC 4733). */
export function writeSdp(host: string, port: number, parts: SdpParts = {}): string {
  const { types = [PCMU, PCMA], events = EVENTS, direction = 'sendrecv' } = parts;
  const family = host.includes(':') ? 'IP6' : 'IP4';
  const names: Readonly<Record<number, string>> = { [PCMU]: 'PCMU', [PCMA]: 'PCMA' };
  const all = events === null ? types : [...types, events];
  return [
    'v=0',
    `o=rolecall ${port} 1 IN ${family} ${host}`,
    's=-',
    `c=IN ${family} ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${all.join(' ')}`,
    ...types.map((type) => `a=rtpmap:${type} ${names[type]}/8000`),
    ...(events === null ? [] : [`a=rtpmap:${events} telephone-event/8000`, `a=fmtp:${events} 0-15`]),
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** The answer to an offer that was read. */
export function answerTo(offer: AudioDescription, host: string, port: number): string {
  const { type, events, direction } = offer;
  return writeSdp(host, port, { types: [type], events, direction: ANSWERS[direction] });
}

/** Reads the first audio stream of a description; null if it has none that carries G.711. */
export function readSdp(text: string): AudioDescription | null {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith('m='));
  const audio = lines.findIndex((line) => line.startsWith('m=audio '));
  if (start === -1 || audio === -1) return null;
  const next = lines.findIndex((line, index) => index > audio && line.startsWith('m='));
  const [session, own] = [lines.slice(0, start), lines.slice(audio, next === -1 ? undefined : next)];
  const host = (connectionIn(own) ?? connectionIn(session))?.split(' ')[2]?.split('/')[0];
  const [, port, , ...types] = (own[0] as string).split(' ');
  const events = own
    .map((line) => /^a=rtpmap:(\d+) telephone-event\/8000/i.exec(line)?.[1])
    .find((type) => type !== undefined);
  const type = types.map(Number).find((each) => each === PCMU || each === PCMA);
  if (host === undefined || port === undefined || Number(port) === 0 || type === undefined) return null;
  // A place of zeros is how a call was put on hold before there were directions (RFC 2543).
  const direction =
    host === '0.0.0.0' ? 'inactive' : (directionIn(own) ?? directionIn(session) ?? 'sendrecv');
  return { host, port: Number(port), type, events: events === undefined ? null : Number(events), direction };
}

function connectionIn(lines: readonly string[]): string | undefined {
  return lines.find((line) => line.startsWith('c='));
}

function directionIn(lines: readonly string[]): Direction | undefined {
  const found = lines
    .map((line) => /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/.exec(line)?.[1])
    .find((direction) => direction !== undefined);
  return found as Direction | undefined;
}
