import Module, { registerHooks } from 'node:module';

const globalName = 'electron-host:electron';
const address = 'electron-host:electron';
const names = new Set(['electron', 'electron/main', 'electron/common']);

/** Makes `electron` resolve to the host's module, for `import` as well as for `require`. */
export function provideElectron(electron: Readonly<Record<string, unknown>>): void {
  const key = Symbol.for(globalName);
  Object.defineProperty(globalThis, key, { value: electron });
  const loader = Module as unknown as {
    _load: (this: unknown, request: string, ...rest: unknown[]) => unknown;
  };
  const load = loader._load;
  loader._load = (request, ...rest) => (names.has(request) ? electron : load.call(Module, request, ...rest));
  const exports = Object.keys(electron).map((name) => `export const ${name} = electron.${name};`);
  const source = [
    `const electron = globalThis[Symbol.for('${globalName}')];`,
    'export default electron;',
    ...exports,
  ].join('\n');
  registerHooks({
    resolve: (specifier, context, next) =>
      names.has(specifier)
        ? { url: address, format: 'module', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === address ? { format: 'module', source, shortCircuit: true } : next(url, context),
  });
}
