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
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
