import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../../scripts/build-stamp.mjs';

let root: string;
let builds: number;
const source = (name: string): string => join(root, 'src', name);

function build(): void {
  builds += 1;
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out', 'cli.js'), '');
}
const ensure = (): void => ensureBuilt(root, join('out', 'cli.js'), build);

const failing = (): void => {
  throw new Error('no');
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'build-stamp-'));
  mkdirSync(join(root, 'src', 'main'), { recursive: true });
  writeFileSync(source('main/cli.ts'), 'one');
  builds = 0;
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('the build', () => {
  test('is made once while nothing changes', () => {
    ensure();
    ensure();
    expect(builds).toBe(1);
  });

  test('is made again when a file changes without changing its size, is added, or is removed', () => {
    ensure();
    writeFileSync(source('main/cli.ts'), 'two');
    utimesSync(source('main/cli.ts'), 1, 1);
    ensure();
    writeFileSync(source('more.ts'), '');
    ensure();
    rmSync(source('more.ts'));
    ensure();
    expect(builds).toBe(4);
  });

  test('is kept when only times changed, as after a checkout', () => {
    ensure();
    utimesSync(source('main/cli.ts'), 1, 1);
    ensure();
    ensure();
    expect(builds).toBe(1);
  });

  test('is made again when its result is gone, or when it failed before', () => {
    ensure();
    rmSync(join(root, 'out'), { recursive: true });
    ensure();
    expect(builds).toBe(2);
    writeFileSync(source('main/cli.ts'), 'broken');
    expect(() => ensureBuilt(root, join('out', 'cli.js'), failing)).toThrow('no');
    ensure();
    expect(builds).toBe(3);
  });
});
