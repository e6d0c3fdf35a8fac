import { type ElectronEnvironment, findElectron } from '../../scripts/electron.mjs';

/** What `_electron.launch` needs to start Electron's own binary where it is installed, and the host otherwise. */
export function electronEnvironment(): ElectronEnvironment {
  return findElectron();
}
