import { describe, expect, test } from 'vitest';
import { addressOfLink } from '#main/shell/deep-link.ts';

const ID = '0198c0de-1111-7222-8333-444455556666';

describe('a link leads', () => {
  test.each([
    ['rolecall://users', '/users'],
    ['rolecall://users/', '/users'],
    ['rolecall:users', '/users'],
    ['rolecall:///users', '/users'],
    ['ROLECALL://number-lists', '/number-lists'],
    [`rolecall://broadcasts/${ID}`, `/broadcasts?id=${ID}`],
    [`rolecall://dialog-logs?node=${ID}`, `/dialog-logs?node=${ID}`],
    [`rolecall://exports/${ID}?node=${ID}`, `/exports?node=${ID}&id=${ID}`],
    ['rolecall://', '/'],
  ])('%s to %s', (link, address) => {
    expect(addressOfLink(link)).toBe(address);
  });
});

describe('home is where leads', () => {
  test.each([
    'rolecall://elsewhere',
    'rolecall://users/1',
    `rolecall://users/${ID}/delete`,
    `rolecall://users/${ID.toUpperCase()}`,
    `rolecall://users?node=${ID}&panel=users.switchOff`,
    `rolecall://users?node=${ID}&node=${ID}`,
    'rolecall://users?node=1',
    'rolecall://users?id=1',
    'rolecall://users#/audit',
    'rolecall://me@users',
    'rolecall://users:80',
    'rolecall://users/../../etc/passwd',
    'rolecall://users/%2e%2e/audit/x',
    'rolecall://javascript:alert(1)',
    'https://users',
    'javascript:alert(1)',
    'users',
    '',
    `rolecall://users?node=${'0'.repeat(600)}`,
  ])('%s', (link) => {
    expect(addressOfLink(link)).toBe('/');
  });
});
