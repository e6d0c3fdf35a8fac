import { EventEmitter } from 'node:events';
import { type AttachedPage, browser } from './browser.ts';
import type { CdpSession } from './cdp.ts';
import { createCodec, nodeBase64 } from './codec.ts';
import { mainWorldSource, preloadWorldSource, secret } from './page-scripts.ts';

/** A message from the preload's world. */
export interface PageMessage {
  readonly kind: string;
  readonly id: number;
  readonly name: string;
  /** The sender's address as Chromium knows it. */
  readonly url: string;
  readonly body: unknown;
  readonly contextId: number;
}

/** The DevTools events of a page that are passed on, with what is read of them. */
interface PageEvents {
  'Page.frameNavigated': {
    readonly frame: { readonly parentId?: string; readonly url: string; readonly urlFragment?: string };
  };
  'Page.navigatedWithinDocument': { readonly frameId: string; readonly url: string };
  'Page.domContentEventFired': object;
  'Page.loadEventFired': object;
  'Page.lifecycleEvent': { readonly name: string };
  'Page.windowOpen': {
    readonly url: string;
    readonly windowName: string;
    readonly windowFeatures: readonly string[];
  };
  'Inspector.targetCrashed': object;
}

interface ContextCreated {
  readonly context: {
    readonly id: number;
    readonly name: string;
    readonly auxData: { readonly frameId: string };
  };
}

const codec = createCodec(nodeBase64);

/**
 * One page in Chromium: makes it, installs the bridge, and carries messages to and from the preload's world.
 * Emits `message` (PageMessage), `world` when a new document's preload world exists, and `gone`.
 */
export class HostPage extends EventEmitter {
  /** Resolves when the page exists and its scripts are in place. */
  readonly ready: Promise<void>;
  targetId: string | undefined;
  private session: CdpSession | undefined;
  private worldContext: number | undefined;
  private readonly frames = new Set<string>();
  private readonly preload: string | undefined;

  constructor(preload: string | undefined, size: { readonly width: number; readonly height: number }) {
    super();
    this.setMaxListeners(0);
    this.preload = preload;
    this.ready = browser.openPage(size).then((page) => this.prepare(page));
    this.ready.catch(() => this.emit('gone'));
  }

  /** A command to the page, once it exists. */
  async send<R = unknown>(method: string, params: object = {}): Promise<R> {
    await this.ready;
    if (!this.session) throw new Error(`${method}: the window is gone`);
    return this.session.send<R>(method, params);
  }

  /** Listens to one of the page's DevTools events, from the page's first moment on. */
  onCdp<Name extends keyof PageEvents>(method: Name, listener: (event: PageEvents[Name]) => void): void {
    this.on(`cdp:${method}`, listener);
  }

  /** Whether a frame belongs to this page. */
  hasFrame(frameId: string): boolean {
    return frameId === this.targetId || this.frames.has(frameId);
  }

  /** Sends to the preload's world: to one document by its context, or to the current one. Lost when it is gone. */
  post(
    head: readonly [kind: string, id: number, name: string],
    body: unknown,
    contextId = this.worldContext,
  ): void {
    if (contextId === undefined) return;
    this.session
      ?.send('Runtime.callFunctionOn', {
        functionDeclaration: `function (text) { globalThis.${secret.receiver}(text); }`,
        executionContextId: contextId,
        arguments: [{ value: `${JSON.stringify(head)}\n${codec.encode(body)}` }],
        silent: true,
      })
      .catch(() => undefined);
  }

  private async prepare({ session, targetId }: AttachedPage): Promise<void> {
    this.session = session;
    this.targetId = targetId;
    session.once('gone', () => {
      this.session = undefined;
      this.emit('gone');
    });
    this.forward(session);
    session.on('Runtime.bindingCalled', (event) => this.onBinding(event));
    session.on('Runtime.executionContextCreated', (event: ContextCreated) => this.onContext(event));
    session.on('Page.frameAttached', (event: { frameId: string }) => this.frames.add(event.frameId));
    session.on('Page.frameDetached', (event: { frameId: string }) => this.frames.delete(event.frameId));
    const worldName = secret.world;
    await Promise.all([
      session.send('Page.enable'),
      session.send('Inspector.enable'),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      session.send('Runtime.enable'),
      session.send('Runtime.addBinding', { name: secret.binding, executionContextName: worldName }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource() }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadWorldSource(this.preload),
        worldName,
      }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
  }

  private forward(session: CdpSession): void {
    const names: (keyof PageEvents)[] = [
      'Page.frameNavigated',
      'Page.navigatedWithinDocument',
      'Page.domContentEventFired',
      'Page.loadEventFired',
      'Page.lifecycleEvent',
      'Page.windowOpen',
      'Inspector.targetCrashed',
    ];
    for (const name of names) session.on(name, (event: unknown) => this.emit(`cdp:${name}`, event));
  }

  private onBinding(event: { name: string; payload: string; executionContextId: number }): void {
    if (event.name !== secret.binding) return;
    const end = event.payload.indexOf('\n');
    const [kind, id, name, url] = JSON.parse(event.payload.slice(0, end)) as [string, number, string, string];
    const body = codec.decode(event.payload.slice(end + 1));
    this.emit('message', {
      kind,
      id,
      name,
      url,
      body,
      contextId: event.executionContextId,
    } satisfies PageMessage);
  }

  private onContext({ context }: ContextCreated): void {
    if (context.name !== secret.world || context.auxData.frameId !== this.targetId) return;
    this.worldContext = context.id;
    this.emit('world');
  }
}
