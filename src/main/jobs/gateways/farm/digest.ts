import { createHash } from 'node:crypto';
import { headerOf, type SipMessage } from './message.ts';

/** Who may call through the farm. */
export interface FarmCredentials {
  readonly user: string;
  readonly secret: string;
}

const REALM = 'practice';
const NONCE = 'dcd98b7102dd2f0e8b11d0f600bfb0c093';

/** The challenge that a request without credentials is answered with. */
export const CHALLENGE = `WWW-Authenticate: Digest realm="${REALM}", nonce="${NONCE}", algorithm=MD5, qop="auth"`;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Whether a request proves by digest (RFC 2617) that it comes from this user. */
export function isAuthentic(request: SipMessage, { user, secret }: FarmCredentials): boolean {
  const sent = headerOf(request, 'authorization');
  const field = (name: string): string =>
    new RegExp(`${name}="?([^",]+)"?`).exec(sent.replace(/^Digest /, ''))?.[1] ?? '';
  const first = md5(`${user}:${REALM}:${secret}`);
  const second = md5(`${request.method}:${field('uri')}`);
  const wanted = md5(`${first}:${NONCE}:${field('nc')}:${field('cnonce')}:auth:${second}`);
  return field('username') === user && field('nonce') === NONCE && field('response') === wanted;
}
