import { describe, expect, test } from 'vitest';
import { SchemeMap } from '../../electron-host/schemes.ts';

const map = new SchemeMap();
map.add('app');

describe('addresses of custom schemes', () => {
  test('become https addresses under a name that never resolves, and come back the same', () => {
    const addresses = [
      ['app://rolecall/index.html', 'https://rolecall.app.invalid/index.html'],
      ['app://rolecall/a/b?c=1#/users?q=x', 'https://rolecall.app.invalid/a/b?c=1#/users?q=x'],
    ] as const;
    for (const [app, page] of addresses) {
      expect(map.toPage(app)).toBe(page);
      expect(map.toApp(page)).toBe(app);
      expect(map.isMapped(page)).toBe(true);
    }
  });

  test('leave all other addresses as they are', () => {
    for (const address of [
      'https://example.com/',
      'about:blank',
      'https://invalid/',
      'file:///x',
      'other://x/y',
    ]) {
      expect(map.toPage(address)).toBe(address);
      expect(map.toApp(address)).toBe(address);
      expect(map.isMapped(address)).toBe(false);
    }
  });

  test('are not confused with a host that only ends alike', () => {
    expect(map.isMapped('https://evilapp.invalid/')).toBe(false);
    expect(map.isMapped('https://rolecall.app.invalid.example.com/')).toBe(false);
  });

  test('are replaced in a Content-Security-Policy', () => {
    const policy = "default-src 'none'; script-src app: 'self'; img-src data: app://files; connect-src app:";
    expect(map.rewriteHeader(policy)).toBe(
      "default-src 'none'; script-src https://*.app.invalid 'self'; img-src data: https://files.app.invalid; connect-src https://*.app.invalid",
    );
  });
});
