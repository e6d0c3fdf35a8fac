import type * as Electron from 'electron';
import { browser } from './browser.ts';
import { schemes } from './schemes.ts';
import { defaultSession } from './session.ts';
import { registry } from './window-registry.ts';

type Members = 'handle' | 'unhandle' | 'isProtocolHandled' | 'registerSchemesAsPrivileged';
type Handler = (request: Request) => Response | Promise<Response>;
interface Header {
  readonly name: string;
  readonly value: string;
}

/** What Chromium wants to fetch, and waits for. */
export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
}

/** `protocol`: the app's own schemes, answered by its handlers. */
class HostProtocol implements Pick<Electron.Protocol, Members> {
  private readonly handlers = new Map<string, Handler>();

  registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
    for (const { scheme } of customSchemes) schemes.add(scheme);
  }

  handle(scheme: string, handler: Handler): void {
    if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    schemes.add(scheme);
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }

  /** The app's answer to a request for one of its own addresses. */
  async answer(
    address: string,
    { method, headers, postDataEntries }: PausedRequest['request'],
  ): Promise<Response> {
    const handler = this.handlers.get(new URL(address).protocol.slice(0, -1));
    if (!handler) return new Response(null, { status: 404 });
    const body =
      postDataEntries &&
      Buffer.concat(postDataEntries.map((entry) => Buffer.from(entry.bytes ?? '', 'base64')));
    const withBody = method !== 'GET' && method !== 'HEAD' && body;
    return handler(new Request(address, { method, headers, ...(withBody && { body }) }));
  }
}

/** The `protocol` of this process. */
export const protocol = new HostProtocol();

/** Decides about every request of every page: navigation rules first, then the app's schemes, then everything else. */
export async function route(paused: PausedRequest): Promise<void> {
  const { requestId, request } = paused;
  try {
    if (!(await isAllowed(paused)))
      await browser.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    else if (schemes.isMapped(request.url))
      await fulfill(requestId, await protocol.answer(schemes.toApp(request.url), request));
    else await browser.send('Fetch.continueRequest', { requestId });
  } catch (error) {
    if (process.env['ELECTRON_HOST_LOG']) console.error(error);
    browser.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(() => undefined);
  }
}

async function isAllowed(paused: PausedRequest): Promise<boolean> {
  const { url } = paused.request;
  if (paused.resourceType === 'Document') {
    const window = registry.ofFrame(paused.frameId);
    const mainFrame = window?.contents.targetId() === paused.frameId;
    const redirect = paused.redirectedRequestId !== undefined;
    if (window && !window.contents.allowsNavigation({ url, mainFrame, redirect })) return false;
  }
  const { beforeRequest } = defaultSession.requests;
  if (!beforeRequest) return true;
  const resourceType = paused.resourceType === 'Document' ? 'mainFrame' : paused.resourceType.toLowerCase();
  return new Promise((resolve) => {
    beforeRequest({ url: schemes.toApp(url), resourceType }, (answer) => resolve(answer.cancel !== true));
  });
}

async function fulfill(requestId: string, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  const responseHeaders: Header[] = [];
  for (const [name, value] of response.headers)
    responseHeaders.push({ name, value: headerValue(name, value) });
  await browser.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders,
    body,
  });
}

function headerValue(name: string, value: string): string {
  if (name === 'location') return schemes.toPage(value);
  return /^(?:content-security-policy|access-control-allow-origin)/.test(name)
    ? schemes.rewriteHeader(value)
    : value;
}
