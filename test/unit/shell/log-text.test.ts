import { expect, test } from 'vitest';
import { withoutPersonalData } from '#main/shell/redact.ts';
import { startFailure } from '#main/shell/start-failure.ts';

test('a log line keeps what a developer needs', () => {
  const line =
    'users.add: TypeError: x is not a function\n    at add (file:///app/out/main/service.js:12:34)';
  expect(withoutPersonalData(line)).toBe(line);
});

test.each([
  ['no person ana.m+x@example.co.uk here', 'no person <e-mail> here'],
  ['called +1 415 555 0100 twice', 'called <number> twice'],
  ['Unexpected token in "Ana Moreau", line 3', 'Unexpected token in "…", line 3'],
  ["no such file, open '/home/ana/list.csv'", 'no such file, open "…"'],
  ['at /home/ana/rolecall/out/main/index.js:1:2', 'at ~/rolecall/out/main/index.js:1:2'],
  ['at C:\\Users\\Ana\\rolecall\\out', 'at ~\\rolecall\\out'],
])('of "%s" stays "%s"', (text, left) => {
  expect(withoutPersonalData(text)).toBe(left);
});

test('a folder that cannot be used is refused in words, with what to do', () => {
  const error = Object.assign(new Error('EACCES: permission denied, mkdir'), { code: 'EACCES' });
  expect(startFailure('/data/w', error)).toBe(
    'The workspace in /data/w cannot be opened. You may not write there. Choose another folder by --workspace, or ask for the right to write.\n\nNothing in it was changed.',
  );
});

test('words of the service are passed on as they are', () => {
  const text = startFailure('/data/w', new Error('It was made by a newer Rolecall. Install that one.'));
  expect(text).toContain('It was made by a newer Rolecall. Install that one.');
});
