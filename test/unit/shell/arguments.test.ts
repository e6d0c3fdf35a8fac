import { expect, test } from 'vitest';
import { readShellArguments } from '#main/shell/arguments.ts';

const read = (...words: string[]) => readShellArguments(['electron', ...words]);

test('without arguments the person’s own workspace is meant, not the demo', () => {
  expect(read()).toEqual({ workspace: undefined, demo: false, link: undefined });
});

test('a folder may follow --workspace or stand behind an equals sign', () => {
  expect(read('.', '--workspace', '/data/a b').workspace).toBe('/data/a b');
  expect(read('.', '--workspace=/data/a=b').workspace).toBe('/data/a=b');
  expect(read('--workspace', '/one', '--workspace', '/two').workspace).toBe('/two');
});

test('a folder that was left out is not taken from the next option', () => {
  expect(read('--workspace', '--demo')).toEqual({ workspace: undefined, demo: true, link: undefined });
  expect(read('--workspace').workspace).toBeUndefined();
  expect(read('--workspace=').workspace).toBeUndefined();
});

test('what belongs to Electron and Chromium is passed over', () => {
  const args = read(
    '--inspect=0',
    '--remote-debugging-port=0',
    '/app',
    '--no-such',
    '--workspace',
    '/w',
    '--demo',
  );
  expect(args).toEqual({ workspace: '/w', demo: true, link: undefined });
});

test('a link is found anywhere, in any case, and other addresses are none', () => {
  expect(read('--', 'rolecall://users').link).toBe('rolecall://users');
  expect(read('ROLECALL:users').link).toBe('ROLECALL:users');
  expect(read('https://rolecall/', 'rolecallx://users').link).toBeUndefined();
});

test('the program’s own name is never an argument', () => {
  expect(readShellArguments(['--demo']).demo).toBe(false);
});
