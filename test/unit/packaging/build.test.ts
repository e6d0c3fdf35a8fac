import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { pageFileOf } from '#main/shell/page-files.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MAIN = join(ROOT, 'out', 'main');
const OUTSIDE = new Set(['better-sqlite3', '@node-rs/argon2', 'electron', 'node:module']);
/** A word that only the phone library’s full metadata has. */
const PHONE = /metadata\.max|libphonenumber/;

const IMPORT =
  /(?:^|[\n;])\s*(?:import|export)\s[^'"]*?from\s*["']([^"']+)["']|(?:^|[\n;])\s*import\s*["']([^"']+)["']/g;

/** What a built module imports at once, not by `import()`. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(MAIN, file), 'utf8');
  return [...text.matchAll(IMPORT)].flatMap(([, from, bare]) => from ?? bare ?? []);
}

/** A module and all that is loaded with it. */
function loadedWith(entry: string): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const name of importsOf(file)) {
      if (name.startsWith('.')) visit(join(file, '..', name));
      else packages.add(name);
    }
  };
  visit(entry);
  return { files: [...files], packages: [...packages] };
}

describe('the build', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  }, 120_000);

  test.each(['index.js', 'service.js', 'job.js', 'cli.js'])(
    'has %s, which needs no package but the native ones',
    (entry) => {
      const others = loadedWith(entry).packages.filter(
        (name) => !builtinModules.includes(name.replace(/^node:/, '')),
      );
      expect(others.filter((name) => !OUTSIDE.has(name))).toEqual([]);
    },
  );

  test.each(['index.js', 'service.js', 'job.js', 'cli.js'])('loads no phone metadata with %s', (entry) => {
    expect(loadedWith(entry).files.filter((file) => PHONE.test(file))).toEqual([]);
  });

  test('asks for Electron only in the shell', () => {
    for (const entry of ['service.js', 'job.js', 'cli.js'])
      expect(loadedWith(entry).packages).not.toContain('electron');
  });

  test('starts no other chunk from an address that moves with its name', () => {
    const chunks = readdirSync(join(MAIN, 'chunks'));
    const wrong = chunks.filter((chunk) =>
      /new URL\(["']\.\/(?:service|job)/.test(readFileSync(join(MAIN, 'chunks', chunk), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  test('has a preload of one CommonJS file that requires Electron and nothing else', () => {
    expect(readdirSync(join(ROOT, 'out', 'preload'))).toEqual(['index.cjs']);
    const text = readFileSync(join(ROOT, 'out', 'preload', 'index.cjs'), 'utf8');
    expect([...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron']);
    expect(text).not.toMatch(/\bimport\b/);
  });

  test('has a page all of whose files are served, with no script in it and a place for the nonce', () => {
    const folder = join(ROOT, 'out', 'renderer');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const paths = files.map((file) =>
      join(file.parentPath, file.name).slice(folder.length).replaceAll('\\', '/'),
    );
    expect(paths.filter((path) => pageFileOf(`app://rolecall${path}`) === null)).toEqual([]);
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(html).toContain('<meta name="csp-nonce" content="__CSP_NONCE__"');
    expect(html.match(/<script(?![^>]*\ssrc=)|\son\w+=|<style|\sstyle=/)).toBeNull();
  });
});
