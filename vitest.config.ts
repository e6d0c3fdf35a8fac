import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/unit/**/*.test.ts',
      'test/unit/**/*.test.tsx',
      'test/property/**/*.test.ts',
      'test/matrix/**/*.test.ts',
    ],
    environment: 'node',
    // Processes, not threads: tests start worker threads of their own beside better-sqlite3.
    pool: 'forks',
    // Job threads run TypeScript here, and Node strips its types by WebAssembly, with an instance in each thread. V8 13.6
    // (Node 24) shares the wrappers of its imports among threads, and takes a reference to one that is just being freed:
    // it is freed twice, and one run of a job in some hundreds ends the whole process by SIGSEGV. Without the garbage
    // collection of such code nothing is freed. Later V8s check for this (`AddRefIfNotDying`). Not the product's concern:
    // its threads are built to JavaScript and use no WebAssembly.
    execArgv: ['--no-wasm-code-gc'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
