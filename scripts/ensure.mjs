// Installs and builds what is missing, and says so in a line each. Runs on Node 20 with nothing installed:
// only Node's own modules may be imported here and in what this file imports.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aptInstall, hasProgram } from './apt.mjs';
import { ensureBuilt } from './build-stamp.mjs';
import { findChromium } from './chromium.mjs';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Something is missing that the scripts can't provide; the message says what a person can do. */
export class Missing extends Error {}

/** @param {string} text */
export function say(text) {
  // Standard output belongs to the command that is being prepared.
  process.stderr.write(`${text}\n`);
}

/** Installs the dependencies when package-lock.json has changed since they were installed. */
export function ensureDependencies() {
  // Whoever linked a folder from elsewhere looks after it; installing here would empty it for all others.
  if (isLink(join(root, 'node_modules'))) return;
  const lock = join(root, 'package-lock.json');
  const stampFile = join(root, 'node_modules', '.rolecall-lock');
  const { mtimeMs, size } = statSync(lock);
  const stamp = readStamp(stampFile);
  if (stamp?.mtimeMs === mtimeMs && stamp.size === size) return;
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (stamp?.hash !== hash && !installedSince(mtimeMs, stamp === undefined)) {
    say('Installing the dependencies (npm ci) ...');
    const done = runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (done.status !== 0)
      throw new Missing('npm ci failed: see its messages above. Is the npm registry within reach?');
  }
  writeFileSync(stampFile, JSON.stringify({ hash, mtimeMs, size }));
}

/** @param {string} path */
function isLink(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** @returns {{ hash: string, mtimeMs: number, size: number } | undefined} */
function readStamp(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Whether someone ran `npm ci` by hand after the lock was last written: npm leaves a lock of its own behind.
 * @param {number} lockTime @param {boolean} noStamp
 */
function installedSince(lockTime, noStamp) {
  const own = join(root, 'node_modules', '.package-lock.json');
  return noStamp && existsSync(own) && statSync(own).mtimeMs >= lockTime;
}

/** @param {string[]} args */
function runNpm(args) {
  const stdio = /** @type {import('node:child_process').StdioOptions} */ (['ignore', 2, 2]);
  const npm = process.env.npm_execpath;
  // Under `npx` this is npx's own script.
  if (npm && /npm-cli\.[cm]?js$/.test(npm))
    return spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio });
  const windows = process.platform === 'win32';
  return spawnSync(windows ? 'npm.cmd' : 'npm', args, { cwd: root, stdio, shell: windows });
}

/** The path of Node 24: the project's own, or the one that runs this when it is new enough. */
export function node24() {
  const own = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Missing(
    'Node 24 is missing: the package "node" installs it, if npm may run its install script (npm ci --ignore-scripts does not).',
  );
}

/** The path of an installed Chromium; installs Debian's when this may be done. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.env.ROLECALL_CHROMIUM)
    throw new Missing(`ROLECALL_CHROMIUM names no file: ${process.env.ROLECALL_CHROMIUM}`);
  const why = aptInstall(['chromium', 'fonts-liberation', 'fonts-dejavu-core']);
  if (why !== null)
    throw new Missing(`A browser is missing. ${why}, or set ROLECALL_CHROMIUM to the path of a Chromium.`);
  const installed = findChromium();
  if (!installed)
    throw new Missing('Chromium was installed but cannot be found; set ROLECALL_CHROMIUM to its path.');
  return installed;
}

/** A virtual display for Electron's own binary, which has no headless mode. */
export function ensureXvfb() {
  if (hasProgram('xvfb-run')) return;
  const why = aptInstall(['xvfb', 'xauth']);
  if (why !== null) throw new Missing(`A virtual display is missing. ${why}.`);
}

/** SIPp, which the SIP gateway is tested against; what needs it is skipped where it can't be had. */
export function ensureSipp() {
  if (hasProgram('sipp')) return;
  const why = aptInstall(['sip-tester']);
  if (why !== null) say(`SIPp is missing: the SIP gateway is not tested against it. ${why}.`);
}

/** Builds the app when its sources have changed since the last build. @param {string} [needed] a file of the build */
export function ensureBuild(needed = 'main/index.js') {
  ensureBuilt(root, join('out', needed), () => {
    say('Building ...');
    const builder = commandOf('electron-vite');
    const done = spawnSync(node24(), [builder, 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    if (done.status !== 0) throw new Missing('The build failed: see its messages above.');
  });
}

/**
 * The script behind a command of an installed package, to be run by Node without the shell files around it.
 * @param {string} name the package @param {string} [command] when it differs from the package's name
 */
export function commandOf(name, command = name) {
  const manifest = join(root, 'node_modules', name, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[command]);
}

/** A folder for what may be thrown away. */
export function cacheFolder() {
  const folder = join(root, '.cache');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Runs a script's main function; what is missing is said in a sentence, without a stack. @param {() => unknown} main */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
