import { type ElectronEnvironment, findElectron } from '../../scripts/electron.mjs';

export type { ElectronEnvironment };

/**
 * Says which Electron there is and makes this process use it: Electron's own binary where it is installed, the
 * host otherwise. Playwright asks the `electron` package for the executable within the test's own process, so the
 * choice is also set there; `env` is for `_electron.launch({ env })` and for processes that a spec starts itself.
 */
export function electronEnvironment(): ElectronEnvironment {
  const found = findElectron();
  const folder = found.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (folder !== undefined) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder;
  return found;
}
