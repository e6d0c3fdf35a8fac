/** Names that engines and tools probe on any object; answering `undefined` to them hides nothing. */
const probed = new Set([
  'then',
  'toJSON',
  'constructor',
  'inspect',
  'nodeType',
  'tagName',
  'asymmetricMatch',
  '__esModule',
  '$$typeof',
  'default',
  'domain',
  'dock',
]);

/**
 * Wraps one part of Electron's API so that a member which the host lacks fails by name instead of being
 * `undefined` and failing somewhere else.
 */
export function loud<T extends object>(target: T, name: string): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (typeof key === 'symbol' || key in object || probed.has(key)) {
        return Reflect.get(object, key, receiver);
      }
      throw new Error(notOffered(`${name}.${key}`));
    },
  });
}

/** A stand-in for a whole part of Electron's API which the host lacks: any use of it fails by name. */
export function missingPart(name: string): object {
  // Not an arrow function: those can't be called with `new`, which must fail by name, too.
  function fail(): never {
    throw new Error(notOffered(name));
  }
  return new Proxy(fail, {
    apply: fail,
    construct: fail,
    get(object, key) {
      if (typeof key === 'symbol' || key === 'prototype' || probed.has(key)) return Reflect.get(object, key);
      throw new Error(notOffered(`${name}.${key}`));
    },
  });
}

function notOffered(member: string): string {
  return `electron host: ${member} is not offered; add it in test/electron-host, or do without it`;
}
