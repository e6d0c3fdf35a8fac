// What failed in a run of vitest, as text for the end of the run's output: its own report of a failure stands before the
// end-to-end tests, where a reader of the last pages does not find it, and its JSON report leaves out errors that belong
// to no test (a process that ended, a promise nobody waited for).
import { writeFileSync } from 'node:fs';

const LINES_SHOWN = 30;

/** @typedef {{ name?: string, message?: string, stack?: string }} Failure */

/** The first lines of an error with its stack. @param {Failure} error */
function shown({ name = 'Error', message = '', stack = '' }) {
  const text = stack.includes(message) ? stack : `${name}: ${message}\n${stack}`;
  return text
    .split('\n')
    .slice(0, LINES_SHOWN)
    .map((row) => `    ${row}`)
    .join('\n');
}

/** @param {string} title @param {readonly Failure[]} errors */
function failureText(title, errors) {
  return [`  ✗ ${title}`, ...errors.map(shown)].join('\n');
}

/** Reporter for vitest. Writes to the file that ROLECALL_FAILURES names, and only if something failed. */
// oxlint-disable-next-line import/no-default-export -- vitest takes a reporter by its file's default export.
export default class FailuresReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly Failure[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const texts = modules.flatMap((module) => [
      ...this.#ofSuite(module.relativeModuleId, module),
      ...[...module.children.allSuites()].flatMap((suite) =>
        this.#ofSuite(`${module.relativeModuleId} > ${suite.fullName}`, suite),
      ),
      ...[...module.children.allTests('failed')].map((test) =>
        failureText(`${module.relativeModuleId} > ${test.fullName}`, test.result().errors ?? []),
      ),
    ]);
    if (unhandled.length > 0) texts.push(failureText('errors of no test', unhandled));
    const file = process.env.ROLECALL_FAILURES;
    if (file && texts.length > 0) writeFileSync(file, `${texts.join('\n')}\n`);
  }

  /** Errors of a file or of a describe's hooks. @param {string} title @param {{ errors(): readonly Failure[] }} suite */
  #ofSuite(title, suite) {
    const errors = suite.errors();
    return errors.length > 0 ? [failureText(title, errors)] : [];
  }
}
