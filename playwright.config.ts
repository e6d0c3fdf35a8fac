import { defineConfig } from '@playwright/test';

/** Each test starts an app of its own with a browser and a service thread: more at once than one only wait. */
const WORKERS = 1;

export default defineConfig({
  testDir: 'test',
  testMatch: ['e2e/**/*.spec.ts', 'electron-host/**/*.spec.ts'],
  globalSetup: './test/support/playwright-setup.ts',
  outputDir: 'test-results',
  workers: WORKERS,
  fullyParallel: false,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: { trace: 'retain-on-failure' },
});
