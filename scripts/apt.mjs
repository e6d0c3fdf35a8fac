// Installs Debian's packages where this may be done. Node builtins only.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a program of this name is in the path. @param {string} name */
export function hasProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, name)));
}

/**
 * Installs packages by apt-get, as root on Debian only.
 * @param {readonly string[]} packages
 * @returns {string | null} why that could not be done, with what a person can do; null when it was
 */
export function aptInstall(packages) {
  const names = packages.join(' ');
  const byHand = `Install ${names} by hand (Debian: sudo apt-get install ${names})`;
  const canInstall =
    process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) return byHand;
  process.stderr.write(`Installing ${names} (apt-get) ...\n`);
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: /** @type {import('node:child_process').StdioOptions} */ (['ignore', 'ignore', 'pipe']),
  };
  spawnSync('apt-get', ['-qq', 'update'], options);
  const done = spawnSync(
    'apt-get',
    ['-qq', '-y', '--no-install-recommends', 'install', ...packages],
    options,
  );
  return done.status === 0 ? null : `apt-get could not install ${names}: ${lastLine(done.stderr)} ${byHand}`;
}

/** @param {Buffer | string | null} output */
function lastLine(output) {
  return (
    String(output ?? '')
      .trim()
      .split('\n')
      .at(-1) ?? ''
  );
}
