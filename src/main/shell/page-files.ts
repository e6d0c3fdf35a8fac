import { ORIGIN } from './security.ts';

/** The only kinds of file that are served. */
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
};

/** Path segments that begin with a letter, digit, underscore or hyphen: no dot segments, no escapes, no drives. */
const PATH = /^(?:\/[\w-][\w.-]*)+$/;

export interface PageFile {
  /** Segments below the folder that is served. */
  readonly path: string;
  readonly type: string;
  readonly html: boolean;
}

/** The file that an address stands for; null where there can be none. The address is as the page wrote it. */
export function pageFileOf(address: string): PageFile | null {
  if (!address.startsWith(`${ORIGIN}/`)) return null;
  const path = address.slice(ORIGIN.length).replace(/[?#].*$/s, '');
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const type = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
  if (!PATH.test(path) || type === undefined) return null;
  return { path: path.slice(1), type, html: extension === 'html' };
}

/** What the page may do, as a Content-Security-Policy; `nonce` is for its style sheets and for one load only. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** Powers of the browser that no document of ours uses, and the one that records prompts. */
const PERMISSIONS_POLICY = [
  'microphone=(self)',
  ...['camera', 'display-capture', 'geolocation', 'hid', 'midi', 'payment', 'serial', 'usb'].map(
    (power) => `${power}=()`,
  ),
].join(', ');

const FOR_EVERYTHING = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

/** The headers of a served file. */
export function pageHeaders(file: PageFile, nonce: string): Record<string, string> {
  const headers = { ...FOR_EVERYTHING, 'content-type': file.type };
  if (!file.html) return headers;
  return {
    ...headers,
    'content-security-policy': contentSecurityPolicy(nonce),
    'permissions-policy': PERMISSIONS_POLICY,
    'cache-control': 'no-store',
  };
}

/** Puts the nonce of this load where the page looks for it. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll('__CSP_NONCE__', nonce);
}
