// oxlint-disable unicorn/consistent-function-scoping -- these functions must hold all that they use
/**
 * What is run inside pages to carry `contextBridge` between the preload's isolated world and the page's own.
 * These functions are sent into the page as source text: they use nothing from outside themselves.
 */

/** One side of the passage between two worlds of a page. */
export interface WorldPassage {
  /** Shows a value to the other world under a global name. */
  expose(name: string, value: unknown): void;
}

/**
 * Opens one side of the passage. The two worlds share nothing but the DOM, so calls travel as events with secret
 * names, synchronously; Chromium clones what they carry. Functions and promises become numbers that the other
 * side turns back into functions and promises, as Electron's contextBridge does.
 *
 * INVARIANT: everything that page scripts could replace later is taken hold of before they run.
 */
export function openWorldPassage(ownName: string, otherName: string): WorldPassage {
  const { apply, ownKeys, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const { freeze, create, isFrozen } = Object;
  const { isArray } = Array;
  const isView = (value: unknown): value is ArrayBufferView => nativeIsView(value);
  const NativeError = Error;
  const NativePromise = Promise;
  const NativeEvent = CustomEvent;
  const NativeMap = Map;
  const passThrough = [Date, Map, Set, ArrayBuffer, RegExp, Blob];
  const nativeIsView = ArrayBuffer.isView.bind(ArrayBuffer);
  // Kept without their objects on purpose, for `apply`.
  const method = (owner: object, name: string): ((...args: unknown[]) => unknown) =>
    getOwnPropertyDescriptor(owner, name)?.value as () => unknown;
  const dispatchEvent = method(EventTarget.prototype, 'dispatchEvent');
  const then = method(Promise.prototype, 'then');
  const mapGet = method(Map.prototype, 'get');
  const mapSet = method(Map.prototype, 'set');
  const readDetail = getOwnPropertyDescriptor(CustomEvent.prototype, 'detail')?.get;
  const page = window;
  const mark = '\u0000passage';

  type Callable = (...args: unknown[]) => unknown;
  type Settle = { resolve: (value: unknown) => void; reject: (reason: unknown) => void };
  type Message =
    | { kind: 'call'; id: number; fn: number; args: unknown }
    | { kind: 'return'; id: number; ok: boolean; value: unknown }
    | { kind: 'settle'; id: number; ok: boolean; value: unknown }
    | { kind: 'expose'; name: string; value: unknown };
  const functions: Record<number, Callable> = create(null);
  const returned: Record<number, { ok: boolean; value: unknown }> = create(null);
  const settles: Record<number, Settle> = create(null);
  let last = 0;

  function send(message: Message): void {
    apply(dispatchEvent, page, [new NativeEvent(otherName, { detail: message })]);
  }

  function pack(value: unknown, seen: Map<object, unknown>): unknown {
    if (typeof value === 'function') {
      functions[++last] = value as Callable;
      return { [mark]: 'function', id: last };
    }
    if (typeof value !== 'object' || value === null || isView(value)) return value;
    const known = apply(mapGet, seen, [value]);
    if (known) return known;
    if (value instanceof NativePromise) return packPromise(value);
    if (value instanceof NativeError) {
      return { [mark]: 'error', name: value.name, message: value.message, stack: value.stack };
    }
    for (let i = 0; i < passThrough.length; i++) if (value instanceof passThrough[i]!) return value;
    const from = value as Record<string, unknown>;
    const out: Record<string, unknown> = (isArray(value) ? [] : {}) as Record<string, unknown>;
    apply(mapSet, seen, [value, out]);
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (typeof key !== 'string' || !getOwnPropertyDescriptor(value, key)?.enumerable) continue;
      defineProperty(out, key, {
        value: pack(from[key], seen),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return out;
  }

  function packPromise(promise: Promise<unknown>): unknown {
    const id = ++last;
    const settle = (ok: boolean) => (value: unknown) => {
      let packed: unknown;
      try {
        packed = pack(value, new NativeMap());
      } catch (error) {
        return send({ kind: 'settle', id, ok: false, value: pack(error, new NativeMap()) });
      }
      return send({ kind: 'settle', id, ok, value: packed });
    };
    apply(then, promise, [settle(true), settle(false)]);
    return { [mark]: 'promise', id };
  }

  function unpack(value: unknown, seen: Map<object, true>): unknown {
    if (typeof value !== 'object' || value === null || isView(value) || apply(mapGet, seen, [value]))
      return value;
    const object = value as Record<string, unknown>;
    const id = object['id'] as number;
    switch (object[mark]) {
      case 'function':
        return (...args: unknown[]) => call(id, args);
      case 'promise':
        return new NativePromise((resolve, reject) => {
          settles[id] = { resolve, reject };
        });
      case 'error':
        return unpackError(object);
      default:
    }
    for (let i = 0; i < passThrough.length; i++) if (value instanceof passThrough[i]!) return value;
    apply(mapSet, seen, [value, true]);
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      const item = object[key];
      if (typeof item === 'object' && item !== null) object[key] = unpack(item, seen);
    }
    return value;
  }

  function unpackError(packed: Record<string, unknown>): Error {
    const error = new NativeError(packed['message'] as string);
    defineProperty(error, 'stack', { value: packed['stack'], configurable: true, writable: true });
    if (packed['name'] !== 'Error') {
      defineProperty(error, 'name', { value: packed['name'], configurable: true, writable: true });
    }
    return error;
  }

  function call(fn: number, args: unknown[]): unknown {
    const id = ++last;
    send({ kind: 'call', id, fn, args: pack(args, new NativeMap()) });
    const answer = returned[id];
    delete returned[id];
    if (!answer) throw new NativeError('The other side of contextBridge is gone.');
    const value = unpack(answer.value, new NativeMap());
    if (answer.ok) return value;
    throw value;
  }

  function answerCall(id: number, fn: number, args: unknown): void {
    let ok = true;
    let value: unknown;
    try {
      value = pack(
        apply(functions[fn]!, undefined, unpack(args, new NativeMap()) as unknown[]),
        new NativeMap(),
      );
    } catch (error) {
      ok = false;
      value = pack(error, new NativeMap());
    }
    send({ kind: 'return', id, ok, value });
  }

  function freezeAll(value: unknown): unknown {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
    if (isView(value) || isFrozen(value)) return value;
    freeze(value);
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) freezeAll((value as Record<PropertyKey, unknown>)[keys[i]!]);
    return value;
  }

  page.addEventListener(ownName, (event) => {
    const message = apply(readDetail!, event, []) as Message;
    if (message.kind === 'call') answerCall(message.id, message.fn, message.args);
    else if (message.kind === 'return') returned[message.id] = { ok: message.ok, value: message.value };
    else if (message.kind === 'settle') {
      const settle = settles[message.id];
      delete settles[message.id];
      const value = unpack(message.value, new NativeMap());
      if (message.ok) settle?.resolve(value);
      else settle?.reject(value);
    } else {
      const value = freezeAll(unpack(message.value, new NativeMap()));
      defineProperty(page, message.name, { value, enumerable: true, configurable: false, writable: false });
    }
  });

  return {
    expose: (name, value) => send({ kind: 'expose', name, value: pack(value, new NativeMap()) }),
  };
}

/** The secret names under which the two worlds find each other. */
export interface WorldNames {
  readonly main: string;
  readonly preload: string;
  readonly open: string;
}

/**
 * What runs in the page's own world before its scripts: listens for what the preload exposes, and lets only the
 * app open windows, so that `window.open` gives null at once as it does in Electron when the app denies it.
 */
export function installMainWorld(open: typeof openWorldPassage, names: WorldNames): void {
  // Electron runs the preload in the top frame only, unless told otherwise.
  if (window !== window.top) return;
  open(names.main, names.preload);
  const NativeEvent = CustomEvent;
  const NativeUrl = URL;
  const dispatch = window.dispatchEvent.bind(window);
  const nativeOpen = window.open.bind(window);
  window.open = (url = '', target = '', features = '') => {
    if (/^_(?:self|top|parent)$/i.test(target)) return nativeOpen(url, target, features);
    const address = `${url}` === '' ? 'about:blank' : new NativeUrl(url, document.baseURI).href;
    dispatch(new NativeEvent(names.open, { detail: [address, target, features] }));
    return null;
  };
}
