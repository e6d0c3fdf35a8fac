/** Where the window's page lives. */
export const ORIGIN = 'app://rolecall';
export const START_PAGE = `${ORIGIN}/index.html`;

/** An address without what a page may change by itself. */
function documentOf(address: string): string {
  return address.replace(/[?#].*$/s, '');
}

/** Whether an address is the one document that a window ever shows. */
export function isStartPage(address: string): boolean {
  return documentOf(address) === START_PAGE;
}

/** Whether the window may load a document: only its own again, and never in a frame. */
export function mayNavigate(address: string, isMainFrame: boolean): boolean {
  return isMainFrame && isStartPage(address);
}

/** Whether a page may open a window. Never: nothing in Rolecall leads out of it. */
export function mayOpenWindow(_address: string): boolean {
  return false;
}

/** A power of the browser that a page asks for. */
export interface PermissionAsk {
  readonly permission: string;
  readonly origin: string;
  /** Of `media`: what would be recorded. */
  readonly media: readonly (string | undefined)[];
}

/** Whether a page may use one of the browser's powers: to put text on the clipboard, and to hear the microphone. */
export function mayUsePermission({ permission, origin, media }: PermissionAsk): boolean {
  if (!isOwnOrigin(origin)) return false;
  if (permission === 'media') return media.length > 0 && media.every((kind) => kind === 'audio');
  return permission === 'clipboard-sanitized-write';
}

function isOwnOrigin(origin: string): boolean {
  return origin === ORIGIN || origin.startsWith(`${ORIGIN}/`);
}

/** Whether a page may fetch an address at all. The developer tools, where they are offered, live on their own. */
export function mayRequest(address: string, withDeveloperTools: boolean): boolean {
  if (address.startsWith(`${ORIGIN}/`) || address.startsWith(`blob:${ORIGIN}/`)) return true;
  return address.startsWith('data:') || (withDeveloperTools && address.startsWith('devtools:'));
}

/** Who sent a message over the bridge. */
export interface Sender {
  /** Whether the window is one of ours. */
  readonly own: boolean;
  /** Whether it was the window's top frame. */
  readonly top: boolean;
  readonly url: string;
}

/** Whether a message is from the page itself: our window, its top frame, at the one address. */
export function maySend(sender: Sender): boolean {
  return sender.own && sender.top && isStartPage(sender.url);
}
