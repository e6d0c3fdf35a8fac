import { describe, expect, test } from 'vitest';
import { mayNavigate, mayOpenWindow, mayRequest, maySend, mayUsePermission } from '#main/shell/security.ts';

const PAGE = 'app://rolecall/index.html';
const STRANGERS = [
  'https://example.com/',
  'app://rolecall.example.com/index.html',
  'app://other/index.html',
  'app://rolecall/other.html',
  'app://rolecall/assets/../index.html',
  'app://rolecall/',
  'file:///etc/passwd',
  'data:text/html,<b>',
  'javascript:alert(1)',
  'about:blank',
  '',
];

test('the window may load its own page again, with any address within it', () => {
  for (const more of ['', '#/users?id=1', '?x#/y']) expect(mayNavigate(PAGE + more, true)).toBe(true);
});

test.each(STRANGERS)('the window may not go to %s', (address) => {
  expect(mayNavigate(address, true)).toBe(false);
});

test('nothing may be loaded in a frame, not even the page itself', () => {
  expect(mayNavigate(PAGE, false)).toBe(false);
});

test.each([PAGE, ...STRANGERS])('no window may be opened for %s', (address) => {
  expect(mayOpenWindow(address)).toBe(false);
});

const copy = (origin: string) =>
  mayUsePermission({ permission: 'clipboard-sanitized-write', origin, media: [] });
const record = (origin: string, ...media: (string | undefined)[]) =>
  mayUsePermission({ permission: 'media', origin, media });

describe('of the browser’s permissions', () => {
  test('the page has the one to copy', () => {
    expect(copy('app://rolecall')).toBe(true);
    expect(copy(PAGE)).toBe(true);
  });

  test('the page has the microphone, and never the camera', () => {
    expect(record('app://rolecall/', 'audio')).toBe(true);
    expect(record(PAGE, 'audio')).toBe(true);
    for (const media of [['video'], ['audio', 'video'], ['unknown'], [undefined], []])
      expect(record(PAGE, ...media)).toBe(false);
  });

  test('nobody else has either', () => {
    for (const origin of ['https://example.com', 'app://rolecall.example.com', 'file:///', '']) {
      expect(copy(origin)).toBe(false);
      expect(record(origin, 'audio')).toBe(false);
    }
  });

  test.each([
    'clipboard-read',
    'display-capture',
    'geolocation',
    'notifications',
    'openExternal',
    'fullscreen',
    'hid',
    '',
  ])('%s is denied to the page, too', (permission) => {
    expect(mayUsePermission({ permission, origin: 'app://rolecall', media: ['audio'] })).toBe(false);
  });
});

test('only the app’s own addresses may be fetched', () => {
  for (const own of [PAGE, 'app://rolecall/assets/a.js', 'blob:app://rolecall/1', 'data:image/png;base64,'])
    expect(mayRequest(own, false)).toBe(true);
  for (const other of [
    'https://example.com/',
    'http://localhost/',
    'file:///etc/passwd',
    'app://other/',
    'ws://a/',
    'blob:https://a/1',
  ])
    expect(mayRequest(other, true)).toBe(false);
});

test('developer tools load only where they are offered', () => {
  expect(mayRequest('devtools://devtools/bundled/inspector.html', true)).toBe(true);
  expect(mayRequest('devtools://devtools/bundled/inspector.html', false)).toBe(false);
});

test('a message is taken only from the top frame of an own window at the page’s address', () => {
  const sender = { own: true, top: true, url: `${PAGE}#/users` };
  expect(maySend(sender)).toBe(true);
  expect(maySend({ ...sender, own: false })).toBe(false);
  expect(maySend({ ...sender, top: false })).toBe(false);
  for (const url of STRANGERS) expect(maySend({ ...sender, url })).toBe(false);
});
