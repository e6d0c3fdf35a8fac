import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { installMainWorld, openWorldPassage, type WorldNames } from './bridge-page-script.ts';
import { installPreloadWorld, type PreloadSettings } from './bridge-preload-script.ts';
import { createCodec } from './codec.ts';

/** Names that only the host and its own scripts know; new ones for each run. */
export const secret = {
  world: `electron-host-${randomBytes(8).toString('hex')}`,
  binding: `post${randomBytes(8).toString('hex')}`,
  receiver: `receive${randomBytes(8).toString('hex')}`,
  main: `main-${randomBytes(12).toString('hex')}`,
  preload: `preload-${randomBytes(12).toString('hex')}`,
  open: `open-${randomBytes(12).toString('hex')}`,
};

/** Source text for the page's own world, to run before any script of the page. */
export function mainWorldSource(): string {
  const names = JSON.stringify({
    main: secret.main,
    preload: secret.preload,
    open: secret.open,
  } satisfies WorldNames);
  return `(${installMainWorld.toString()})(${openWorldPassage.toString()}, ${names});`;
}

/** Source text for the preload's isolated world; `preload` is the path of a CommonJS file, or undefined. */
export function preloadWorldSource(preload: string | undefined): string {
  const settings: PreloadSettings = {
    main: secret.main,
    preload: secret.preload,
    open: secret.open,
    binding: secret.binding,
    receiver: secret.receiver,
    platform: process.platform,
    arch: process.arch,
    versions: { node: process.versions.node, v8: process.versions.v8 },
  };
  const code = preload === undefined ? '' : readFileSync(preload, 'utf8');
  return [
    `(${installPreloadWorld.toString()})(`,
    `${JSON.stringify(settings)},`,
    `{ open: ${openWorldPassage.toString()}, createCodec: ${createCodec.toString()} },`,
    `function (require, module, exports, process) {\n${code}\n});`,
    '//# sourceURL=electron-host/preload.cjs',
  ].join('\n');
}
