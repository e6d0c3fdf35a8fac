import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeStandIn } from './stand-in.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const ON = '1'.charCodeAt(0);
const OFF = '0'.charCodeAt(0);
/** All of the build and the native modules; far less than a second copy of a dependency would bring. */
const LARGEST = 16 * 1024 * 1024;

function node(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Files of a folder by their path in it, with slashes. */
function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((file) =>
    join(file.parentPath, file.name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  );
}

// The stand-in is one for Linux; elsewhere Electron's own binary is there to be packed.
describe.skipIf(process.platform !== 'linux')('the package', () => {
  let folder: string;
  let unpacked: string;
  let asar: string;
  let files: string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rolecall-package-'));
    const electron = join(folder, 'electron');
    makeStandIn(electron);
    node('scripts/build.mjs');
    node(
      'node_modules/electron-builder/cli.js',
      '--dir',
      '--linux',
      `--${process.arch}`,
      `-c.electronDist=${electron}`,
      `-c.directories.output=${join(folder, 'dist')}`,
    );
    const [made] = readdirSync(join(folder, 'dist')).filter((name) => /^linux.*unpacked$/.test(name));
    unpacked = join(folder, 'dist', made ?? '');
    asar = join(unpacked, 'resources', 'app.asar');
    files = listPackage(asar, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1));
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has everything that a start needs', () => {
    const needed = [
      'package.json',
      'out/main/index.js',
      'out/main/service.js',
      'out/main/job.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'node_modules/better-sqlite3/lib/index.js',
      'node_modules/@node-rs/argon2/index.js',
    ];
    expect(needed.filter((file) => !files.includes(file))).toEqual([]);
    const manifest = JSON.parse(extractFile(asar, 'package.json').toString()) as { main: string };
    expect(manifest.main).toBe('out/main/index.js');
  });

  test('has every file of the build but the command line, and nothing of the build’s own', () => {
    const built = filesIn(join(ROOT, 'out')).filter(
      (file) => file !== '.stamp.json' && file !== 'main/cli.js',
    );
    const packed = files
      .filter((file) => /^out\/.*\.\w+$/.test(file))
      .map((file) => file.slice('out/'.length));
    expect(packed.toSorted()).toEqual(built.toSorted());
  });

  test('has no sources, tests, maps, texts or settings of the project', () => {
    const tops = new Set(files.map((file) => file.split('/')[0] ?? ''));
    expect([...tops].toSorted()).toEqual(['node_modules', 'out', 'package.json']);
    expect(files.filter((file) => /\.(?:map|tsx?|md|ya?ml|gyp|cc?|cpp|h)$/.test(file))).toEqual([]);
  });

  test('has no dependency but the native modules, each with one binary', () => {
    const modules = files.flatMap(
      (file) => /^node_modules\/(@[^/]+\/[^/]+|[^@/][^/]*)\//.exec(file)?.[1] ?? [],
    );
    const argon2 = `@node-rs/argon2-linux-${process.arch}`;
    const names = [...new Set(modules)].map((name) => (name.startsWith(argon2) ? argon2 : name));
    expect(names.filter((name) => name !== '@node-rs/argon2').toSorted()).toEqual([argon2, 'better-sqlite3']);
    const binaries = files.filter((file) => file.endsWith('.node'));
    expect(binaries.map((file) => file.replace(/^.*\/|-(?:gnu|musl)/g, '')).toSorted()).toEqual([
      `argon2.linux-${process.arch}.node`,
      `linux-${process.arch}.node`,
    ]);
  });

  test('keeps outside the archive only what cannot be loaded from it', () => {
    const outside = filesIn(join(unpacked, 'resources', 'app.asar.unpacked'));
    expect(outside).toHaveLength(2);
    expect(outside.every((file) => file.endsWith('.node'))).toBe(true);
  });

  test('is small', () => {
    expect(statSync(asar).size).toBeLessThan(LARGEST);
  });

  test('tells nothing about development', () => {
    const manifest = JSON.parse(extractFile(asar, 'package.json').toString()) as Record<string, unknown>;
    expect(manifest).not.toHaveProperty('devDependencies');
    expect(manifest).not.toHaveProperty('scripts');
  });

  test('has its fuses set: the binary runs this app and nothing else', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'rolecall'));
    const { version: _, ...fuses } = wire as unknown as Record<string, number>;
    expect(fuses).toEqual({
      [FuseV1Options.RunAsNode]: OFF,
      [FuseV1Options.EnableCookieEncryption]: ON,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: OFF,
      [FuseV1Options.EnableNodeCliInspectArguments]: OFF,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ON,
      [FuseV1Options.OnlyLoadAppFromAsar]: ON,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: OFF,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: OFF,
      [FuseV1Options.WasmTrapHandlers]: expect.any(Number),
    });
  });

  test('brings one language of Chromium’s own texts', () => {
    expect(readdirSync(join(unpacked, 'locales'))).toEqual(['en-US.pak']);
  });
});

describe('the configuration', () => {
  const text = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8');

  test('makes an installer for each desktop and publishes none', () => {
    for (const target of ['nsis', 'dmg', 'AppImage', 'deb'])
      expect(text).toMatch(new RegExp(`^ +- ${target}$`, 'm'));
    expect(text).toMatch(/^publish: null$/m);
  });

  test('takes rolecall:// links', () => {
    expect(text).toMatch(/^ +schemes:\n +- rolecall$/m);
  });

  test('lets macOS ask for the microphone', () => {
    expect(text).toMatch(/^ +NSMicrophoneUsageDescription: \S/m);
    const entitlements = readFileSync(join(ROOT, 'build', 'entitlements.mac.plist'), 'utf8');
    expect(entitlements).toMatch(/com\.apple\.security\.device\.audio-input<\/key>\s*<true\/>/);
    expect(entitlements).toMatch(/com\.apple\.security\.cs\.allow-jit<\/key>\s*<true\/>/);
  });

  test('finds an icon in every form', () => {
    const icons = ['icon.icns', 'icon.ico', 'icon.png'];
    expect(readdirSync(join(ROOT, 'build'))).toEqual(expect.arrayContaining(icons));
  });
});
