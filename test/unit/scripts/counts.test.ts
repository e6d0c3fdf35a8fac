import { describe, expect, test } from 'vitest';
import { line, oneCheck, playwrightCounts, settle, sum, vitestCounts } from '../../../scripts/counts.mjs';

describe('the counts of the test runners', () => {
  test('add up to one line', () => {
    expect(line(sum([oneCheck(true), oneCheck(false), { passed: 3, failed: 0, skipped: 0 }]))).toBe(
      '4 passed, 1 failed',
    );
    expect(line(sum([{ passed: 1, failed: 0, skipped: 2 }]))).toBe('1 passed, 0 failed, 2 skipped');
  });

  test('hold a test file that could not be loaded as one failure', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
    ];
    expect(vitestCounts({ numPassedTests: 4, numFailedTests: 1, numPendingTests: 2, testResults })).toEqual({
      passed: 4,
      failed: 2,
      skipped: 2,
    });
  });

  test('hold a flaky test as failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 1 };
    expect(playwrightCounts({ stats, errors: [] })).toEqual({ passed: 5, failed: 2, skipped: 1 });
  });

  test('fail a runner that ran nothing, left no report, or ended badly without a failure', () => {
    const none = { passed: 0, failed: 0, skipped: 3 };
    const fine = { passed: 2, failed: 0, skipped: 0 };
    expect(settle(none, 0).failed).toBe(1);
    expect(settle(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(settle(fine, 1).failed).toBe(1);
    expect(settle(fine, null).failed).toBe(1);
    expect(settle(fine, 0)).toEqual(fine);
    expect(settle({ ...fine, failed: 2 }, 1).failed).toBe(2);
  });
});
