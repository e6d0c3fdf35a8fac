/** What a runner counted. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}
/** A check that either holds or does not. */
export function oneCheck(holds: boolean): Counts;
/** Counts of vitest's JSON report. A file that could not be loaded has no tests and counts as one failure. */
export function vitestCounts(report: {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests?: number;
  numTodoTests?: number;
  testResults?: { status: string; assertionResults: unknown[] }[];
}): Counts;
/** Counts of Playwright's JSON report. A test that passes only at the second attempt has failed. */
export function playwrightCounts(report: {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors?: unknown[];
}): Counts;
/** What counts for a runner in the end: one that ended badly without naming a failure, or ran nothing, has failed. */
export function settle(counts: Counts | undefined, exitCode: number | null): Counts;
/** All counts in one. */
export function sum(all: readonly Counts[]): Counts;
/** "3 passed, 0 failed", and the skipped if there are any. */
export function line(counts: Counts): string;
