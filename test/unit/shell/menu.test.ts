import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { AREAS } from '#main/shell/areas.ts';
import { enabledItems, menuTemplate } from '#main/shell/menu-template.ts';
import { sessionAfter, sessionIn } from '#main/shell/session-watch.ts';
import { screens } from '#renderer/screens/index.ts';
import type { ServiceEvent } from '#shared/events.ts';
import { findOperation } from '#shared/operations/index.ts';
import { fail, ok } from '#shared/reply.ts';

type Item = MenuItemConstructorOptions;

function itemsOf(template: readonly Item[]): Item[] {
  return template.flatMap((item) => [item, ...itemsOf(Array.isArray(item.submenu) ? item.submenu : [])]);
}

function build(platform: NodeJS.Platform, development = false) {
  const told: ServiceEvent[] = [];
  const template = menuTemplate({
    platform,
    development,
    tell: (event) => told.push(event),
    showLog: () => undefined,
  });
  return { told, template, items: itemsOf(template) };
}

function click(items: readonly Item[], id: string): void {
  const item = items.find((one) => one.id === id);
  item?.click?.({} as never, undefined, {});
}

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  test('has every id and every key once', () => {
    const { items } = build(platform, true);
    const ids = items.flatMap(({ id }) => id ?? []);
    const keys = items.flatMap(({ accelerator }) => accelerator?.toString() ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('offers reloading and developer tools only in development', () => {
    const [during, shipped] = [true, false].map((development) =>
      build(platform, development).items.filter(({ id }) => id === 'reload' || id === 'developer-tools'),
    );
    expect([during, shipped]).toMatchObject([[{}, {}], []]);
  });

  test('can be quit by the usual key', () => {
    const quit = build(platform).items.find(({ id }) => id === 'quit');
    expect(quit?.role).toBe('quit');
  });
});

test('only the Mac has a menu of the app itself, in the first place', () => {
  expect(build('darwin').template[0]?.id).toBe('app');
  expect(build('linux').template[0]?.id).toBe('file');
});

test('items tell the window where to go and what to do', () => {
  const { items, told } = build('linux');
  for (const id of ['go-home', 'go-number-lists', 'palette', 'sign-out']) click(items, id);
  expect(told).toEqual([
    { type: 'navigate', to: '/' },
    { type: 'navigate', to: '/number-lists' },
    { type: 'menu', command: 'palette' },
    { type: 'menu', command: 'sign-out' },
  ]);
});

test('every area needs an operation that exists', () => {
  for (const { needs } of AREAS) if (needs !== null) expect(findOperation(needs)?.name).toBe(needs);
});

test('areas are the window’s screens, in its order and under the same rights', () => {
  const shown = screens.map(({ path, needs }) => ({ path, needs }));
  expect(AREAS.map(({ path, needs }) => ({ path: `/${path}`, needs }))).toEqual(shown);
});

describe('what is enabled', () => {
  test('is nothing before anybody is signed in, as the template has it', () => {
    const { items } = build('linux');
    for (const [id, enabled] of enabledItems(null)) {
      expect(enabled).toBe(false);
      expect(items.find((item) => item.id === id)?.enabled).toBe(false);
    }
  });

  test('is what the person may enter', () => {
    const enabled = enabledItems(['users.list', 'session.signOut']);
    const names = [...enabled].flatMap(([id, on]) => (on ? [id] : []));
    expect(names).toEqual(['go-home', 'go-users', 'sign-out', 'palette', 'shortcuts', 'theme', 'density']);
  });

  test('follows sign-in and sign-out', () => {
    expect(sessionIn('session.signIn', ok({ operations: ['users.list'] }))).toEqual(['users.list']);
    expect(sessionIn('session.me', ok(null))).toBeNull();
    expect(sessionIn('session.signOut', ok({}))).toBeNull();
    expect(sessionIn('session.signIn', fail('denied', 'No.'))).toBeUndefined();
    expect(sessionIn('users.list', ok({}))).toBeUndefined();
  });

  test('ends with the session and with the workspace', () => {
    expect(sessionAfter({ type: 'session', ended: true, message: null })).toBeNull();
    expect(sessionAfter({ type: 'workspace' })).toBeNull();
    expect(sessionAfter({ type: 'session', ended: false, message: null })).toBeUndefined();
  });
});
