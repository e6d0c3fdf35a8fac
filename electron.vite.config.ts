import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const from = (path: string): string => resolve(import.meta.dirname, path);

/** Only what has machine code of its own stays outside the bundles, and Electron itself. */
const external = ['electron', 'better-sqlite3', '@node-rs/argon2'];

/** fflate makes itself a `require`, and so does the bundler: one of them needs another name. */
const renamedRequire: Plugin = {
  name: 'renamed-require',
  transform: (code, id) =>
    id.endsWith('fflate/esm/index.mjs')
      ? { code: code.replaceAll(/\brequire\b/g, 'requireHere'), map: null }
      : null,
};

/**
 * Asks for Node's own modules as CommonJS has them. An `import` reads every export of a module once, which for `node:fs`
 * loads streams, watchers and a line editor, and for `node:crypto` the whole of Web Crypto: milliseconds at each start.
 */
const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  renderChunk: (code) => ({
    code: code.replaceAll(
      /^import \{ ([^}]+) \} from "(node:[^"]+)";$/gm,
      (_all, names: string, module: string) =>
        `const { ${names.replaceAll(' as ', ': ')} } = process.getBuiltinModule("${module}");`,
    ),
    map: null,
  }),
};

/** Files that are loaded as one, with the modules that are reached from each of these; the first that fits is taken. */
const CHUNKS: readonly { readonly name: string; readonly needed: readonly string[] }[] = [
  // By the window's host and by the service, at start.
  { name: 'shared', needed: ['src/main/shell/start.ts', 'src/main/service/worker.ts'] },
  // By every job's thread and by the service: a thread does not load what only the service needs.
  { name: 'thread', needed: ['src/main/jobs/thread.ts', 'src/main/service/worker.ts'] },
  { name: 'rows', needed: ['src/main/jobs/import/reading-thread.ts', 'src/main/service/worker.ts'] },
  { name: 'lists', needed: ['src/main/jobs/import/reading-thread.ts', 'src/main/handlers/others.ts'] },
  // By the service, at start.
  { name: 'core', needed: ['src/main/service/worker.ts'] },
  // By the service, after its start.
  { name: 'handlers', needed: ['src/main/handlers/others.ts'] },
  // By the thread that reads rows, while an import waits for it.
  { name: 'reading', needed: ['src/main/jobs/import/reading-thread.ts'] },
];

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[]; readonly isEntry: boolean } | null;
}

/** All modules that come with one, but for what it asks for later by `import()`. */
function comesWith(entry: string, modules: Modules): Set<string> {
  const found = new Set([entry]);
  for (const id of found) for (const next of modules.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  return found;
}

const reached = new Map<string, Set<string>>();

const groups = CHUNKS.map(({ name, needed }, index) => ({
  debugName: name,
  priority: CHUNKS.length - index,
  name(id: string, modules: Modules): string | null {
    // INVARIANT: an entry starts something, so nothing else may bring it along.
    if (modules.getModuleInfo(id)?.isEntry === true) return null;
    const isNeeded = needed.every((path) => {
      const entry = from(path);
      const set = reached.get(entry) ?? comesWith(entry, modules);
      reached.set(entry, set);
      return set.has(id);
    });
    return isNeeded ? name : null;
  },
}));

export default defineConfig({
  main: {
    publicDir: false,
    plugins: [renamedRequire, plainBuiltins],
    build: {
      externalizeDeps: { include: external },
      rolldownOptions: {
        input: {
          index: from('src/main/shell/main.ts'),
          service: from('src/main/service/worker.ts'),
          job: from('src/main/jobs/thread.ts'),
          dialer: from('src/main/jobs/dialer/process.ts'),
          cli: from('src/main/cli/main.ts'),
        },
        // The entries start each other by these names, so they carry no hash.
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // A module costs half a millisecond to find and open, and every thousand lines another: so each start finds
          // what it needs in few files, and nothing in them that it does not need.
          codeSplitting: { groups },
          // Half of a start is compiling: without comments and blanks there is a third of the text. Names stay, for
          // the faults in the log.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  preload: {
    publicDir: false,
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: from('src/main/shell/preload.ts') },
        // A sandboxed preload is one CommonJS file; it can require nothing but Electron.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('src/renderer'),
    publicDir: false,
    plugins: [react()],
    build: {
      minify: true,
      // Every asset is a file of its own: the content security policy has no place for the rest.
      assetsInlineLimit: 0,
      rolldownOptions: { input: from('src/renderer/index.html') },
    },
  },
});
