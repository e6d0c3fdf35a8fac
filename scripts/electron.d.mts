/** What starts Electron here. */
export interface ElectronEnvironment {
  /** The environment to start it with. */
  env: Record<string, string>;
  /** Electron's own binary, or the project's host. */
  which: 'electron' | 'host';
  /** A sentence for reports. */
  why: string;
}
/** The folder that stands in for Electron's own where the binary can't be had. */
export const hostFolder: string;
/** The environment under which `electron` and Playwright's `_electron.launch` start what there is. */
export function findElectron(environment?: NodeJS.ProcessEnv): ElectronEnvironment;
/** The path of Electron's own binary, undefined when the package has not downloaded it. */
export function electronBinary(): string | undefined;
