// oxlint-disable unicorn/consistent-function-scoping -- these functions must hold all that they use
import type { WorldPassage } from './bridge-page-script.ts';
import type { Base64, Codec } from './codec.ts';

/** What the preload's world is told by the host when it is made. */
export interface PreloadSettings {
  readonly main: string;
  readonly preload: string;
  readonly open: string;
  readonly binding: string;
  readonly receiver: string;
  readonly platform: string;
  readonly arch: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** The parts that the preload's world is made of, sent as source text beside it. */
export interface PreloadParts {
  readonly open: (own: string, other: string) => WorldPassage;
  readonly createCodec: (base64: Base64) => Codec;
}

type PreloadFunction = (
  ...scope: [require: unknown, module: unknown, exports: unknown, process: unknown]
) => void;
type Listener = (event: object, ...args: unknown[]) => void;

/**
 * What runs in the preload's isolated world: gives it `require('electron')` with `contextBridge` and
 * `ipcRenderer`, speaks with the host, and reports what the host can't see from outside (focus, size, keys).
 * Sent into the page as source text: it uses nothing from outside itself.
 */
export function installPreloadWorld(
  settings: PreloadSettings,
  parts: PreloadParts,
  preload: PreloadFunction,
): void {
  if (window !== window.top) return;
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const post = world[settings.binding]!;
  // Newer than the type definitions and than some installed Chromiums.
  const bytesClass = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  const toText = (bytes: Uint8Array): string => {
    const own = bytes as Uint8Array & { toBase64?: () => string };
    if (own.toBase64) return own.toBase64();
    let binary = '';
    for (let i = 0; i < bytes.length; i += 0x2000)
      binary += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
    return btoa(binary);
  };
  const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
    bytesClass.fromBase64?.(text) ?? Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const codec = parts.createCodec({ toText, toBytes });
  const passage = parts.open(settings.preload, settings.main);

  const listeners = new Map<string, Listener[]>();
  const calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let accelerators: readonly { readonly id: string; readonly key: string; readonly mods: string }[] = [];
  let last = 0;
  const tell = (head: [kind: string, id: number, name: string], body: string): void =>
    post(`${JSON.stringify([...head, window.location.href])}\n${body}`);

  world[settings.receiver] = (text) => {
    const end = text.indexOf('\n');
    const [kind, id, name] = JSON.parse(text.slice(0, end)) as [string, number, string];
    const body = codec.decode(text.slice(end + 1));
    const call = calls.get(id);
    calls.delete(id);
    if (kind === 'reply') call?.resolve(body);
    else if (kind === 'refuse') call?.reject(new Error(body as string));
    else if (kind === 'accelerators') accelerators = body as typeof accelerators;
    else
      for (const listener of listeners.get(name) ?? [])
        listener({ sender: ipcRenderer, ports: [] }, ...(body as unknown[]));
  };

  const remove = (channel: string, listener: Listener): void => {
    const left = (listeners.get(channel) ?? []).filter(
      (l) => l !== listener && (l as { of?: Listener }).of !== listener,
    );
    listeners.set(channel, left);
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const body = codec.encode(args);
        calls.set(++last, { resolve, reject });
        tell(['invoke', last, channel], body);
      }),
    send: (channel: string, ...args: unknown[]) => tell(['send', 0, channel], codec.encode(args)),
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    once(channel: string, listener: Listener) {
      const once = Object.assign(
        (event: object, ...args: unknown[]) => {
          remove(channel, once);
          listener(event, ...args);
        },
        { of: listener },
      );
      return ipcRenderer.on(channel, once);
    },
    off(channel: string, listener: Listener) {
      remove(channel, listener);
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: Listener) => ipcRenderer.off(channel, listener),
    addListener: (channel: string, listener: Listener) => ipcRenderer.on(channel, listener),
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
  };
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      if (name in window)
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      passage.expose(name, api);
    },
  };
  const loud = <T extends object>(part: T, partName: string): T =>
    new Proxy(part, {
      get(object, key) {
        if (typeof key === 'symbol' || key in object || key === 'then' || key === 'toJSON')
          return Reflect.get(object, key);
        throw new Error(`electron host: ${partName}.${key} is not offered to preloads`);
      },
    });
  const electron = loud(
    { contextBridge: loud(contextBridge, 'contextBridge'), ipcRenderer: loud(ipcRenderer, 'ipcRenderer') },
    'electron',
  );
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id}`);
  };
  const process = {
    type: 'renderer',
    contextIsolated: true,
    sandboxed: true,
    platform: settings.platform,
    arch: settings.arch,
    versions: settings.versions,
    env: {},
    argv: [],
  };
  const module = { exports: {} };
  try {
    preload(require, module, module.exports, process);
  } catch (error) {
    console.error('Unable to load preload script', error);
    tell(['preload-error', 0, ''], codec.encode([error instanceof Error ? error.message : String(error)]));
  }

  // -- what the host can't see from outside --
  const shape = (): string =>
    codec.encode([window.screenX, window.screenY, window.innerWidth, window.innerHeight]);
  for (const name of ['focus', 'blur', 'resize']) {
    window.addEventListener(name, (event) => event.target === window && tell(['window', 0, name], shape()));
  }
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return;
    const mods = `${event.ctrlKey ? 'c' : ''}${event.metaKey ? 'm' : ''}${event.altKey ? 'a' : ''}${event.shiftKey ? 's' : ''}`;
    // With Shift, "=" arrives as "+": the physical key decides for letters and digits only.
    const code = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1]?.toLowerCase();
    const key = event.key.toLowerCase();
    const found = accelerators.find((a) => a.mods === mods && (a.key === key || a.key === code));
    if (!found) return;
    event.preventDefault();
    tell(['accelerator', 0, found.id], codec.encode([]));
  });
  window.addEventListener(settings.open, (event) => {
    const [url, target, features] = (event as CustomEvent<[string, string, string]>).detail;
    tell(['open', 0, url], codec.encode([target, features]));
  });
  // Requests for http(s) documents are seen by the host before they leave; these others never become requests.
  const navigation = (window as unknown as { navigation?: EventTarget }).navigation;
  navigation?.addEventListener('navigate', (event) => {
    const { destination, cancelable } = event as Event & {
      destination: { url: string; sameDocument: boolean };
    };
    if (destination.sameDocument || !cancelable || /^(?:https?|file|javascript):/i.test(destination.url))
      return;
    event.preventDefault();
    tell(['navigate', 0, destination.url], codec.encode([]));
  });
}
