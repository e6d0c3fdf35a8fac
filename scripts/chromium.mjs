// Where an installed Chromium may be. Node builtins only: this runs before anything is installed.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * The path of an installed Chromium, Chrome or Edge, undefined when there is none. ROLECALL_CHROMIUM comes first.
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string | undefined}
 */
export function findChromium(environment = process.env) {
  const chosen = environment.ROLECALL_CHROMIUM;
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  return [...systemPlaces(environment), ...playwrightPlaces(environment)].find((path) => existsSync(path));
}

/** @param {NodeJS.ProcessEnv} environment */
function systemPlaces(environment) {
  if (process.platform === 'win32') {
    const roots = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA];
    const programs = [
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return roots.flatMap((root) => (root ? programs.map((program) => join(root, program)) : []));
  }
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      apps.map((app) => join(folder, `${app}.app`, 'Contents', 'MacOS', app)),
    );
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => {
    // Debian's /usr/bin/chromium is a shell script around this one.
    const unwrapped = name === 'chromium' ? ['/usr/lib/chromium/chromium'] : [];
    return [...unwrapped, ...folders.map((folder) => join(folder, name))];
  });
}

/** Browsers that `playwright install chromium` has put into its cache. @param {NodeJS.ProcessEnv} environment */
function playwrightPlaces(environment) {
  const caches = { win32: 'AppData/Local', darwin: 'Library/Caches' };
  const cache = join(homedir(), caches[/** @type {'win32' | 'darwin'} */ (process.platform)] ?? '.cache');
  const root = environment.PLAYWRIGHT_BROWSERS_PATH || join(cache, 'ms-playwright');
  if (!existsSync(root)) return [];
  const programs = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-win/chrome.exe',
    'chrome-win64/chrome.exe',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  ];
  const versions = readdirSync(root).filter((name) => /^chromium-\d+$/.test(name));
  return versions.toReversed().flatMap((version) => programs.map((program) => join(root, version, program)));
}
