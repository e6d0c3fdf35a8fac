// Runs a command in the place of this process. Node builtins only.
import { spawn } from 'node:child_process';

/**
 * Runs a program with this process's streams, passes signals on, and takes over its exit code.
 * @param {string} program @param {string[]} args @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} the exit code
 */
export function replaceWith(program, args, options = {}) {
  const child = spawn(program, args, { stdio: 'inherit', ...options });
  const signals = /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  // A terminal sends SIGINT to both by itself; twice would mean "at once" to the child.
  const terminal = process.stdin.isTTY;
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    if (signal !== 'SIGINT' || !terminal) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, pass);
      if (signal && process.platform !== 'win32') process.kill(process.pid, signal);
      process.exitCode = code ?? 1;
      resolve(code ?? 1);
    });
  });
}
