// `npm test`: everything that can be checked. The last line adds up what every runner counted.
import { line, oneCheck, sum } from './counts.mjs';
import { findElectron } from './electron.mjs';
import { ensureBuild, ensureChromium, ensureDependencies, Missing, say } from './ensure.mjs';
import { runChecks, runPlaywright, runVitest, unitFailures } from './runners.mjs';

const parts = ['check', 'unit', 'e2e'];

/** @param {readonly string[]} args */
function chosenParts(args) {
  const at = args.indexOf('--only');
  if (at < 0) return parts;
  const only = args[at + 1] ?? '';
  if (!parts.includes(only)) throw new Missing(`--only takes one of: ${parts.join(', ')}`);
  return [only];
}

/** End-to-end tests run the build; without one there is nothing to run. */
function endToEnd() {
  try {
    if (findElectron().which === 'host') ensureChromium();
    ensureBuild();
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    say(error.message);
    return oneCheck(false);
  }
  return runPlaywright();
}

/** @param {readonly string[]} chosen */
function run(chosen) {
  ensureDependencies();
  return [
    ...(chosen.includes('check') ? runChecks() : []),
    ...(chosen.includes('unit') ? [runVitest()] : []),
    ...(chosen.includes('e2e') ? [endToEnd()] : []),
  ];
}

/** The last line is printed whatever happens: who reads it must never take an earlier one for it. */
function main() {
  let counts = [oneCheck(false)];
  try {
    counts = run(chosenParts(process.argv.slice(2)));
  } catch (error) {
    say(error instanceof Missing ? error.message : String(error));
  }
  const total = sum(counts);
  if (unitFailures) say(`Unit tests that failed, again:\n${unitFailures}`);
  if (total.failed > 0) process.exitCode = 1;
  // The last line has one form; what could not be tried here stands before it.
  if (total.skipped > 0) say(`${total.skipped} skipped: see the runners' own reports above.`);
  console.log(line({ ...total, skipped: 0 }));
}

main();
