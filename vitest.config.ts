import { defineConfig } from 'vitest/config';
import { NODE_FLAGS } from './scripts/node-flags.mjs';

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
    execArgv: NODE_FLAGS,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
