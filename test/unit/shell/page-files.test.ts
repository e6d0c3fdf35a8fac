import { expect, test } from 'vitest';
import { contentSecurityPolicy, pageFileOf, pageHeaders, withNonce } from '#main/shell/page-files.ts';

test('files of the page are found by their address, whatever follows the path', () => {
  expect(pageFileOf('app://rolecall/index.html#/users')).toEqual({
    path: 'index.html',
    type: 'text/html; charset=utf-8',
    html: true,
  });
  expect(pageFileOf('app://rolecall/assets/index-CAeG_1-x.js?v=1')).toMatchObject({
    path: 'assets/index-CAeG_1-x.js',
    type: 'text/javascript; charset=utf-8',
    html: false,
  });
});

test.each([
  'app://rolecall/../secret.json',
  'app://rolecall/assets/../../secret.json',
  'app://rolecall/%2e%2e/secret.json',
  'app://rolecall/..%2fsecret.json',
  'app://rolecall/..\\secret.json',
  'app://rolecall/assets\\..\\secret.json',
  'app://rolecall//etc/hosts.json',
  'app://rolecall/C:/secret.json',
  'app://rolecall/.env.json',
  'app://rolecall/assets/.hidden/a.js',
  'app://rolecall/a.js/',
  'app://rolecall/a\u0000.js',
  'app://rolecall/rolecall.db',
  'app://rolecall/page.constructor',
  'app://rolecall/js',
  'app://rolecall/',
  'app://other/index.html',
  'app://rolecall.example/index.html',
  'https://rolecall/index.html',
])('there is no file at %s', (address) => {
  expect(pageFileOf(address)).toBeNull();
});

test('the policy allows own scripts and nothing inline, no frames, forms or connections', () => {
  const policy = contentSecurityPolicy('abc');
  const directives = new Map(
    policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
  );
  expect(directives.get('default-src')).toBe("'none'");
  expect(directives.get('script-src')).toBe("'self'");
  expect(directives.get('style-src')).toBe("'self' 'nonce-abc'");
  for (const name of [
    'connect-src',
    'object-src',
    'base-uri',
    'form-action',
    'frame-ancestors',
    'trusted-types',
  ])
    expect(directives.get(name)).toBe("'none'");
  expect(directives.get('require-trusted-types-for')).toBe("'script'");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

test('the page is never cached and its other files are never sniffed', () => {
  const html = pageHeaders({ path: 'index.html', type: 'text/html; charset=utf-8', html: true }, 'abc');
  expect(html).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy('abc'),
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  const script = pageHeaders({ path: 'a.js', type: 'text/javascript', html: false }, 'abc');
  expect(script).toMatchObject({ 'content-type': 'text/javascript', 'x-content-type-options': 'nosniff' });
  expect(script).not.toHaveProperty('content-security-policy');
});

test('the page may hear the microphone and nothing else of the machine', () => {
  const html = pageHeaders({ path: 'index.html', type: 'text/html; charset=utf-8', html: true }, 'abc');
  const policy = html['permissions-policy'] ?? '';
  expect(policy).toContain('microphone=(self)');
  for (const power of ['camera', 'display-capture', 'geolocation']) expect(policy).toContain(`${power}=()`);
});

test('the nonce is put wherever the page asks for it', () => {
  expect(withNonce('<a b="__CSP_NONCE__"><c d="__CSP_NONCE__">', 'x+/=')).toBe('<a b="x+/="><c d="x+/=">');
});
