// Which Electron there is: its own binary, or the project's host on an installed Chromium. Node builtins only.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The folder that stands in for Electron's own where the binary can't be had. */
export const hostFolder = join(root, 'test', 'electron-host', 'bin');

/**
 * The environment under which `electron` and Playwright's `_electron.launch` start what there is.
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function findElectron(environment = process.env) {
  const env = /** @type {Record<string, string>} */ ({ ...environment });
  const chosen = environment.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen) {
    const which = chosen === hostFolder ? 'host' : 'electron';
    return { env, which, why: `ELECTRON_OVERRIDE_DIST_PATH is ${chosen}` };
  }
  const binary = electronBinary();
  if (binary) return { env, which: 'electron', why: `Electron's binary is installed at ${binary}` };
  return {
    env: { ...env, ELECTRON_OVERRIDE_DIST_PATH: hostFolder },
    which: 'host',
    why: "Electron's binary is not installed; the host runs the build on an installed Chromium",
  };
}

/** The path of Electron's own binary, undefined when the package has not downloaded it. */
export function electronBinary() {
  const folder = join(root, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return undefined;
  const path = join(folder, 'dist', readFileSync(note, 'utf8'));
  return existsSync(path) ? path : undefined;
}
