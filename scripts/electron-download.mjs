// Gets Electron's own binary where that is possible. Node builtins only.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { electronBinary } from './electron.mjs';
import { cacheFolder, node24, root, say } from './ensure.mjs';

const day = 24 * 60 * 60 * 1000;
const timeLimit = 120_000;

/**
 * The binary's path, or why there is none. A failure is remembered for a day, so that not every start waits for it.
 * @returns {{ path: string, reason?: undefined } | { path?: undefined, reason: string }}
 */
export function downloadElectron() {
  const path = electronBinary();
  if (path) return { path };
  const note = join(cacheFolder(), 'electron-download.json');
  const failure = readFailure(note);
  if (failure) return { reason: failure };
  say("Downloading Electron's binary ...");
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  const options = {
    cwd: root,
    timeout: timeLimit,
    stdio: /** @type {import('node:child_process').StdioOptions} */ (['ignore', 'ignore', 'pipe']),
  };
  const done = spawnSync(node24(), [installer], options);
  const downloaded = electronBinary();
  if (downloaded) return { path: downloaded };
  const reason = done.error ? `no answer within ${timeLimit / 1000} s` : reasonFrom(done.stderr.toString());
  writeFileSync(note, JSON.stringify({ at: Date.now(), reason }));
  return { reason };
}

/** @param {string} note @returns {string | undefined} */
function readFailure(note) {
  try {
    const { at, reason } = JSON.parse(readFileSync(note, 'utf8'));
    return Date.now() - at < day ? reason : undefined;
  } catch {
    return undefined;
  }
}

/** The line that says why, out of a stack. @param {string} output */
function reasonFrom(output) {
  if (output.includes('fetch failed')) return 'its download site is out of reach';
  const line = output.split('\n').find((text) => /^\w*Error\b/.test(text));
  return (line ?? 'the download failed').replace(/^\w*Error: /, '').trim();
}
