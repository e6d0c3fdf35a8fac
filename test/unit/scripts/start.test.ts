import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findElectron, hostFolder } from '../../../scripts/electron.mjs';
import { readArguments } from '../../../scripts/start.mjs';

describe('the arguments of npm start', () => {
  test('reach the app with folders as the person meant them', () => {
    const { tour, rest } = readArguments(
      ['--demo', '--workspace', 'data', '--seed', '7', '--theme=dark'],
      '/home/ada',
    );
    expect(tour).toBe(undefined);
    expect(rest).toEqual([
      '--demo',
      '--workspace',
      resolve('/home/ada', 'data'),
      '--seed',
      '7',
      '--theme=dark',
    ]);
  });

  test('tell a tour from the rest', () => {
    const { tour, rest } = readArguments(['--tour=pictures', '--seed', '1'], '/home/ada');
    expect([tour, rest]).toEqual([resolve('/home/ada', 'pictures'), ['--seed', '1']]);
  });

  test('are refused in a sentence when a folder is missing', () => {
    expect(() => readArguments(['--tour'])).toThrow('--tour needs a folder');
  });
});

describe('which Electron there is', () => {
  test("is the host when it was chosen, and the given folder's when another was", () => {
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: hostFolder }).which).toBe('host');
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: '/opt/electron' }).which).toBe('electron');
  });
});
