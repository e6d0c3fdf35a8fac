// Runs each checker and test runner, and reads its counts.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { line, oneCheck, playwrightCounts, settle, vitestCounts } from './counts.mjs';
import { findElectron } from './electron.mjs';
import { cacheFolder, commandOf, ensureSipp, ensureXvfb, node24, root, say } from './ensure.mjs';
import { hasDisplay } from './start.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const checks = /** @type {const} */ ([
  ['types', 'typescript', 'tsc', ['-b']],
  ['lint', 'oxlint', 'oxlint', ['--type-aware']],
  ['format', '@biomejs/biome', 'biome', ['check', '--log-level=warn']],
  ['unused code', 'knip', 'knip', ['--no-progress']],
]);

/** What failed in the last `runVitest`, as text; empty when nothing did. */
export let unitFailures = '';

/** @param {string[]} args @param {NodeJS.ProcessEnv} [env] @param {string[]} [prefix] a command to run it under */
function runNode(args, env = {}, prefix = []) {
  const node = node24();
  const path = `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`;
  const options = {
    cwd: root,
    stdio: /** @type {import('node:child_process').StdioOptions} */ ('inherit'),
    env: { ...process.env, PATH: path, ...env },
  };
  const [program, before] = prefix.length > 0 ? [prefix[0] ?? '', [...prefix.slice(1), node]] : [node, []];
  return spawnSync(program, [...before, ...args], options).status;
}

/** @param {string} name @param {Counts} counts */
function report(name, counts) {
  console.log(`${name}: ${line(counts)}\n`);
  return counts;
}

/** Types, lint, format and unused code: one count each. @returns {Counts[]} */
export function runChecks() {
  return checks.map(([name, packageName, command, args]) => {
    console.log(`-- ${name} (${command} ${args.join(' ')})`);
    return report(name, oneCheck(runNode([commandOf(packageName, command), ...args]) === 0));
  });
}

/** @returns {Counts} */
export function runVitest() {
  console.log('-- unit tests (vitest)');
  ensureSipp();
  if (!process.env.ROLECALL_ASTERISK)
    say(
      'No Asterisk is named: that gateway is tested against a stand-in alone (npm run asterisk brings a real one).',
    );
  const file = freshReport('vitest.json');
  const failures = freshReport('vitest-failures.txt');
  const ours = `--reporter=${join(root, 'scripts', 'vitest-failures.mjs')}`;
  const reporters = ['--reporter=default', '--reporter=json', ours, `--outputFile.json=${file}`];
  const status = runNode([commandOf('vitest'), 'run', ...reporters], { ROLECALL_FAILURES: failures });
  if (existsSync(failures)) unitFailures = readFileSync(failures, 'utf8').trimEnd();
  return report('unit tests', settle(readReport(file, vitestCounts), status));
}

/** @returns {Counts} */
export function runPlaywright() {
  const { env, which, why } = findElectron();
  console.log(`-- end-to-end tests (playwright): ${why}`);
  const file = freshReport('playwright.json');
  const needsDisplay = which === 'electron' && !hasDisplay();
  if (needsDisplay) ensureXvfb();
  const status = runNode(
    [commandOf('@playwright/test', 'playwright'), 'test', '--reporter=list,json'],
    { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    needsDisplay ? ['xvfb-run', '-a'] : [],
  );
  return report('end-to-end tests', settle(readReport(file, playwrightCounts), status));
}

/** A report of an earlier run must never be counted. @param {string} name */
function freshReport(name) {
  const file = join(cacheFolder(), name);
  rmSync(file, { force: true });
  return file;
}

/** @template T @param {string} file @param {(report: T) => Counts} count */
function readReport(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
