// Tells whether the build in out/ belongs to the sources as they are. Node builtins only.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const inputs = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

/**
 * Runs `build` unless `needed` exists and was made from the present sources. Looks at times and sizes first, and
 * reads the files only when those differ. Several processes at once build only once.
 * @param {string} root @param {string} needed @param {() => void} build
 */
export function ensureBuilt(root, needed, build) {
  if (isFresh(root, needed)) return;
  holdLock(join(root, '.cache'), () => {
    if (isFresh(root, needed)) return;
    // Taken before the build, so that what changes meanwhile counts as changed.
    const stamp = { quick: fingerprint(root, timeAndSize), content: fingerprint(root, content) };
    rmSync(stampFile(root), { force: true });
    build();
    if (!existsSync(join(root, needed))) throw new Error(`The build did not make ${needed}`);
    writeFileSync(stampFile(root), JSON.stringify(stamp));
  });
}

/** @param {string} root @param {string} needed */
function isFresh(root, needed) {
  if (!existsSync(join(root, needed))) return false;
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(stampFile(root), 'utf8'));
  } catch {
    return false;
  }
  const quick = fingerprint(root, timeAndSize);
  if (stamp.quick === quick) return true;
  if (stamp.content !== fingerprint(root, content)) return false;
  writeFileSync(stampFile(root), JSON.stringify({ ...stamp, quick }));
  return true;
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'out', '.stamp.json');
}

/** @param {string} path */
function timeAndSize(path) {
  const { mtimeNs, size } = statSync(path, { bigint: true });
  return `${mtimeNs} ${size}`;
}

/** @param {string} path */
function content(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** One text for all inputs, by name and what `of` says about each. @param {string} root @param {(path: string) => string} of */
function fingerprint(root, of) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const path = join(root, input);
    if (!existsSync(path)) continue;
    if (!statSync(path).isDirectory()) hash.update(`${input} ${of(path)}\n`);
    else for (const file of filesIn(path)) hash.update(`${file} ${of(file)}\n`);
  }
  return hash.digest('hex');
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** Runs `work` while no other process does; a lock whose holder is gone is taken over. @param {string} folder @param {() => void} work */
function holdLock(folder, work) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'build.lock');
  while (!take(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const holder = Number(existsSync(lock) ? readFileSync(lock, 'utf8') : 0);
    if (holder && !isAlive(holder)) rmSync(lock, { force: true });
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
