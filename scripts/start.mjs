// `npm start`: opens the console. Installs and builds what is missing first.
import { join, resolve } from 'node:path';
import { replaceWith } from './child.mjs';
import { findElectron, hostFolder } from './electron.mjs';
import { downloadElectron } from './electron-download.mjs';
import {
  ensureBuild,
  ensureChromium,
  ensureDependencies,
  Missing,
  node24,
  root,
  runScript,
  say,
} from './ensure.mjs';

/** Options whose value is a path: npm runs scripts in the project's folder, whatever folder the person is in. */
const pathOptions = ['--workspace', '--tour'];

/** @param {readonly string[]} args */
export function readArguments(args, from = process.env.INIT_CWD ?? process.cwd()) {
  /** @type {string[]} */
  const rest = [];
  /** @type {string | undefined} */
  let tour;
  for (let i = 0; i < args.length; i++) {
    const [, name = '', inline] = /^(--[^=]+)(?:=(.*))?$/s.exec(args[i] ?? '') ?? [];
    if (!pathOptions.includes(name)) {
      rest.push(args[i] ?? '');
      continue;
    }
    const value = inline ?? args[++i];
    if (!value) throw new Missing(`${name} needs a folder, as in: npm start -- ${name} DIR`);
    if (name === '--tour') tour = resolve(from, value);
    else rest.push(name, resolve(from, value));
  }
  return { tour, rest };
}

/** @param {NodeJS.ProcessEnv} [environment] */
export function hasDisplay(environment = process.env) {
  return process.platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** @param {string[]} args for the app */
async function open(args) {
  const { path, reason } = downloadElectron();
  if (path !== undefined) {
    // Chromium's sandbox can't be used by root on Linux.
    const rootArgs = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return replaceWith(path, [...rootArgs, root, ...args]);
  }
  const chromium = ensureChromium();
  say(
    `Electron's binary cannot be downloaded here (${reason}); opening the same build in Chromium at ${chromium} through the project's Electron host.`,
  );
  return replaceWith(node24(), [join(hostFolder, '..', 'main.ts'), root, ...args]);
}

/** @param {string} folder @param {string[]} args */
function showAround(folder, args) {
  const { env, which } = findElectron();
  if (which === 'host') ensureChromium();
  return replaceWith(node24(), [join(root, 'test', 'support', 'tour.ts'), folder, ...args], {
    cwd: root,
    env,
  });
}

async function main() {
  const { tour, rest } = readArguments(process.argv.slice(2));
  if (tour === undefined && !hasDisplay()) {
    throw new Missing(
      'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened. ' +
        '"npm start -- --tour DIR" walks through every screen and writes a picture of each to DIR.',
    );
  }
  ensureDependencies();
  ensureBuild();
  await (tour === undefined ? open(rest) : showAround(tour, rest));
}

if (process.argv[1] === join(root, 'scripts', 'start.mjs')) await runScript(main);
