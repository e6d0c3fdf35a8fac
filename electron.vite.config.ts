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

export default defineConfig({
  main: {
    publicDir: false,
    plugins: [renamedRequire],
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
          // What every entry shares is one file: a module costs half a millisecond to find and open.
          codeSplitting: {
            groups: [
              {
                name: 'core',
                test: /src\/shared\/|src\/main\/(db\/(?!migrations|run-migrations)|service\/|handlers\/)|node_modules\/(zod\/|kysely\/dist\/(?!migration))/,
                minShareCount: 2,
              },
            ],
          },
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
