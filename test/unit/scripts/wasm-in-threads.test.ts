import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Threads, one after the other, in which Node strips types as it does when a job's thread loads its code. */
const THREADS = `
  const { Worker } = require('node:worker_threads');
  const { once } = require('node:events');
  const strip = \`for (let i = 0; i < 20; i += 1)
    require('node:module').stripTypeScriptTypes('const one: number = ' + i);\`;
  (async () => {
    for (let i = 0; i < 4; i += 1) await once(new Worker(strip, { eval: true }), 'exit');
    console.log('all have ended');
  })();
`;

/** What V8 says while they run; it is made to look for dead code as soon as there is some. */
async function traceUnder(flags: readonly string[]): Promise<string> {
  const eager = ['--stress-wasm-code-gc', '--wasm-wrapper-tiering-budget=2', '--trace-wasm-code-gc'];
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--no-warnings',
    ...eager,
    ...flags,
    '--eval',
    THREADS,
  ]);
  return stdout;
}

describe('the WebAssembly by which Node strips types in threads', () => {
  // That it is freed without the flag is not run here: it is what may crash.
  it('is never freed in a process of tests, as another thread may be about to use it', async () => {
    expect(await traceUnder(process.execArgv)).toBe('all have ended\n');
  });
});
