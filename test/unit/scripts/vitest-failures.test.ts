import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What the reporter writes for a run of these test files; undefined when it writes nothing. */
function failuresOf(files: Readonly<Record<string, string>>): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-failures-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const report = join(folder, 'failures.txt');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporter = `--reporter=${join(root, 'scripts', 'vitest-failures.mjs')}`;
  spawnSync(process.execPath, [vitest, 'run', '--root', folder, '--globals', reporter], {
    env: { ...process.env, ROLECALL_FAILURES: report },
  });
  return existsSync(report) ? readFileSync(report, 'utf8') : undefined;
}

describe('the failures at the end of a test run', () => {
  test('name the test, the hook, the file and the error of no test, each with what was said', () => {
    const text = failuresOf({
      'a.test.js':
        "describe('sums', () => { test('add up', () => { expect(1 + 1).toBe(3); }); test('hold', () => {}); });",
      'b.test.js':
        "describe('hooks', () => { beforeAll(() => { throw new Error('no table'); }); test('wait', () => {}); });",
      'c.test.js': "throw new Error('not loaded');",
      'd.test.js':
        "test('passes', async () => { setTimeout(() => { throw new Error('nobody waited'); }); await new Promise((done) => setTimeout(done, 50)); });",
    });
    expect(text).toMatch(/✗ a\.test\.js > sums > add up\n.*expected 2 to be 3/);
    expect(text).toMatch(/✗ b\.test\.js > hooks\n.*no table/);
    expect(text).toMatch(/✗ c\.test\.js\n.*not loaded/);
    expect(text).toMatch(/✗ errors of no test\n.*nobody waited/);
    expect(text).not.toContain('hold');
  });

  test('are not written when nothing failed', () => {
    expect(failuresOf({ 'a.test.js': "test('holds', () => { expect(1).toBe(1); });" })).toBeUndefined();
  });
});
