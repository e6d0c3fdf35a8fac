// oxlint-disable unicorn/consistent-function-scoping -- what runs in a page must travel with it
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { electronEnvironment } from './launch.ts';

const fixture = fileURLToPath(new URL('./fixture', import.meta.url));
const { env, which } = electronEnvironment();

/** What the fixture's preload shows to its page. */
interface FixtureApi {
  invoke: (channel: string, ...args: unknown[]) => Promise<unknown>;
  send: (channel: string, ...args: unknown[]) => void;
  fails: () => void;
  subscribe: (channel: string, listener: (text: string) => void) => () => void;
}
type FixtureWindow = Window & { fixture: FixtureApi; seenEarly: string };

/** What the fixture's main process takes note of. */
interface FixtureNotes {
  second: [string[], string, unknown][];
  opened: string[];
  navigated: string[];
  senders: { url: string; origin: string; top: boolean }[];
  menu: number;
  openWindow(hash: string): void;
}
type FixtureGlobal = typeof globalThis & { fixture: FixtureNotes };

let app: ElectronApplication;
let page: Page;

async function launch(...args: string[]): Promise<void> {
  // Playwright's default would lay a light scheme over what the app chose.
  app = await _electron.launch({ args: [fixture, ...args], env, colorScheme: null });
  page = await app.firstWindow();
  await page.locator('[data-sum]').waitFor();
}

test.afterEach(async () => {
  await app?.close();
});

test.describe('an app with one window', () => {
  test.beforeEach(() => launch());

  test('shows its page at exactly the size that it asked for, as a secure context', async () => {
    const shape = await page.evaluate(() => [innerWidth, innerHeight, isSecureContext]);
    expect(shape).toEqual([900, 640, true]);
    const shot = await page.screenshot();
    expect([shot.readUInt32BE(16), shot.readUInt32BE(20)]).toEqual([900, 640]);
  });

  test('finds its window, its name and its version by evaluate', async () => {
    const facts = await app.evaluate(({ app: inner, BrowserWindow }) => [
      inner.getVersion(),
      inner.isPackaged,
      BrowserWindow.getAllWindows().length,
      BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    ]);
    expect(facts).toEqual(['1.2.3', false, 1, 'app://fixture/index.html']);
    const window = await app.browserWindow(page);
    expect(await window.evaluate((inner) => inner.isVisible())).toBe(true);
  });

  test('runs its preload before the first script of the page, and shows nothing else to it', async () => {
    const seen = await page.evaluate(() => {
      const own = Object.getOwnPropertyNames(window).filter((name) =>
        /electron|require|process|receive|post[0-9a-f]/.test(name),
      );
      const { fixture: api, seenEarly } = window as unknown as FixtureWindow;
      return {
        own,
        seenEarly,
        frozen: Object.isFrozen(api),
        writable: Object.getOwnPropertyDescriptor(window, 'fixture')?.writable,
      };
    });
    expect(seen).toEqual({ own: [], seenEarly: 'function', frozen: true, writable: false });
  });

  test('tells its IPC handlers who asks, under the address that the app knows', async () => {
    const senders = await app.evaluate(() => (globalThis as FixtureGlobal).fixture.senders);
    expect(senders).toEqual([{ url: 'app://fixture/index.html', origin: 'app://fixture', top: true }]);
  });

  test('carries all that structured clone carries through invoke and back', async () => {
    const same = await page.evaluate(async () => {
      const { invoke } = (window as unknown as FixtureWindow).fixture;
      const list: unknown[] = [1];
      const sent = {
        none: undefined,
        zero: -0,
        nan: NaN,
        big: 12345678901234567890n,
        when: new Date(86_400_000),
        floats: new Float64Array([1.5, -2]),
        bytes: new Uint8Array([0, 255]),
        wide: new BigInt64Array([-5n]),
        map: new Map<unknown, unknown>([['a', new Set([1])]]),
        $: 'tagged',
        list,
        again: list,
        text: 'é\u2028\u0000𝄞',
      };
      const back = (await invoke('echo', sent)) as typeof sent;
      return {
        none: 'none' in back && back.none === undefined,
        zero: Object.is(back.zero, -0),
        nan: Number.isNaN(back.nan),
        big: back.big === sent.big,
        when: back.when instanceof Date && back.when.getTime() === 86_400_000,
        floats: back.floats instanceof Float64Array && back.floats.join() === '1.5,-2',
        bytes: back.bytes instanceof Uint8Array && back.bytes.join() === '0,255',
        wide: back.wide[0] === -5n,
        map: (back.map.get('a') as Set<number>).has(1),
        tagged: back.$ === 'tagged',
        shared: back.list === back.again,
        text: back.text === sent.text,
      };
    });
    expect(Object.entries(same).filter(([, kept]) => !kept)).toEqual([]);
  });

  test("gives a page the handler's error in Electron's words", async () => {
    const messages = await page.evaluate(async () => {
      const { invoke, fails } = (window as unknown as FixtureWindow).fixture;
      const message = (error: unknown): string => (error instanceof Error ? error.message : 'not an Error');
      const thrown = (): string => {
        try {
          fails();
          return 'nothing was thrown';
        } catch (error) {
          return message(error);
        }
      };
      const uncloneable = await invoke('echo', () => 1).catch(message);
      return [
        await invoke('fail').catch(message),
        await invoke('nobody').catch(message),
        thrown(),
        uncloneable,
      ];
    });
    expect(messages).toEqual([
      "Error invoking remote method 'fail': TypeError: no such list",
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
      'thrown in the preload',
      'An object could not be cloned.',
    ]);
  });

  test('sends to a page until the page no longer listens', async () => {
    const heard = await page.evaluate(async () => {
      const { subscribe, send, invoke } = (window as unknown as FixtureWindow).fixture;
      const texts: string[] = [];
      const stop = subscribe('heard', (text) => texts.push(text));
      send('shout', 'one');
      // Messages keep their order, so the answer to this comes after what `one` led to.
      await invoke('echo', 0);
      stop();
      send('shout', 'two');
      await invoke('echo', 0);
      return texts;
    });
    expect(heard).toEqual(['ONE']);
  });

  test("keeps to the page's Content-Security-Policy, Trusted Types included", async () => {
    const policy = await page.evaluate(async () => {
      const blocked = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        });
      });
      const outside = await fetch('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      );
      const directive = await blocked;
      let innerHtml = 'allowed';
      try {
        document.body.innerHTML += '';
      } catch (error) {
        innerHtml = error instanceof TypeError ? 'refused' : 'other';
      }
      return { innerHtml, outside, directive };
    });
    expect(policy).toEqual({ innerHtml: 'refused', outside: 'refused', directive: 'connect-src' });
  });

  test('stays where it is when the app denies a navigation', async () => {
    await page.locator('#away').click();
    await expect
      .poll(() => app.evaluate(() => (globalThis as FixtureGlobal).fixture.navigated))
      .toEqual(['https://example.com/away']);
    await page.evaluate(() => {
      location.href = 'about:blank';
    });
    await expect
      .poll(() => app.evaluate(() => (globalThis as FixtureGlobal).fixture.navigated.at(-1)))
      .toBe('about:blank');
    await expect(page.locator('h1')).toHaveText('Fixture');
    expect(
      await page.evaluate(() => (window as unknown as FixtureWindow).fixture.invoke('echo', 'still here')),
    ).toBe('still here');
  });

  test('opens no window for a page, neither by script nor by link', async () => {
    expect(await page.evaluate(() => window.open('https://example.com/script'))).toBe(null);
    await page.locator('#tab').click();
    await expect
      .poll(() => app.evaluate(() => (globalThis as FixtureGlobal).fixture.opened))
      .toEqual(['https://example.com/script', 'https://example.com/tab']);
    expect(app.windows()).toHaveLength(1);
  });

  test('fails by name when the app uses what the host lacks', async () => {
    test.skip(which !== 'host', 'Electron itself lacks nothing');
    const messages = await app.evaluate(({ app: inner, Tray, BrowserWindow }) =>
      [
        () => inner.setBadgeCount(3),
        () => new Tray(''),
        () => BrowserWindow.getAllWindows()[0]?.setOpacity(1),
      ].map((use) => {
        try {
          use();
          return 'nothing was thrown';
        } catch (error) {
          return String(error).replace(/ is not offered.*/, '');
        }
      }),
    );
    const member = ['app.setBadgeCount', 'Tray', 'BrowserWindow.setOpacity'];
    expect(messages).toEqual(member.map((name) => `Error: electron host: ${name}`));
  });

  test('takes a dialog answer from a test', async () => {
    const answer = await app.evaluate(async ({ dialog }) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: ['/lists/autumn.csv'] });
      return dialog.showOpenDialog({ properties: ['openFile'] });
    });
    expect(answer.filePaths).toEqual(['/lists/autumn.csv']);
  });

  test('runs menu items by click and by their keys', async () => {
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('palette')?.click());
    await page.keyboard.press('ControlOrMeta+Shift+K');
    await expect.poll(() => app.evaluate(() => (globalThis as FixtureGlobal).fixture.menu)).toBe(2);
  });

  test('shows the colour scheme that the app chose', async () => {
    const background = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const choose = (source: 'dark' | 'light'): Promise<boolean> =>
      app.evaluate(({ nativeTheme }, chosen) => {
        nativeTheme.themeSource = chosen;
        return nativeTheme.shouldUseDarkColors;
      }, source);
    expect(await choose('dark')).toBe(true);
    await expect.poll(background).toBe('rgb(0, 0, 0)');
    expect(await choose('light')).toBe(false);
    await expect.poll(background).toBe('rgb(255, 255, 255)');
  });

  test('gives the page half as many pixels at 200 % zoom', async () => {
    const window = await app.browserWindow(page);
    await window.evaluate((inner) => inner.webContents.setZoomFactor(2));
    await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([450, 320]);
    await window.evaluate((inner) => inner.webContents.setZoomFactor(1));
    await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([900, 640]);
  });

  test('captures the page as it is seen', async () => {
    const window = await app.browserWindow(page);
    const size = await window.evaluate(async (inner) => (await inner.capturePage()).getSize());
    expect(size).toEqual({ width: 900, height: 640 });
  });

  test('tells the app that a page crashed', async () => {
    const window = await app.browserWindow(page);
    const reason = await window.evaluate(async (inner) => {
      const gone = new Promise<string>((resolve) => {
        inner.webContents.once('render-process-gone', (_event: unknown, details: { reason: string }) =>
          resolve(details.reason),
        );
      });
      inner.webContents.forcefullyCrashRenderer();
      return gone;
    });
    expect(reason).toBe('crashed');
  });

  test('gets back to its page after a reload', async () => {
    await page.reload();
    await page.locator('[data-sum]').waitFor();
    expect(await page.evaluate(() => (window as unknown as FixtureWindow).seenEarly)).toBe('function');
  });

  test('holds several windows and stays until the last is closed', async () => {
    const second = app.waitForEvent('window');
    await app.evaluate(() => (globalThis as FixtureGlobal).fixture.openWindow('#second'));
    const other = await second;
    await other.locator('[data-sum]').waitFor();
    expect(await other.evaluate(() => location.hash)).toBe('#second');
    const urls = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => one.webContents.getURL()),
    );
    expect(urls).toEqual(['app://fixture/index.html', 'app://fixture/index.html#second']);
    await page.close();
    expect(
      await other.evaluate(() => (window as unknown as FixtureWindow).fixture.invoke('echo', 'here')),
    ).toBe('here');
    const closed = app.waitForEvent('close');
    await other.close();
    await closed;
  });

  test('asks the app before it closes a window', async () => {
    const window = await app.browserWindow(page);
    const kept = await window.evaluate((inner) => {
      inner.once('close', (event: { preventDefault(): void }) => event.preventDefault());
      inner.close();
      return !inner.isDestroyed();
    });
    expect(kept).toBe(true);
    const closed = app.waitForEvent('close');
    await window.evaluate((inner) => inner.close());
    await closed;
  });
});

test.describe('an app with a data folder', () => {
  let folder: string;

  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'electron-host-spec-'));
  });

  test.afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('keeps what its pages store from one start to the next', async () => {
    await launch('--data', folder);
    await page.evaluate(() => localStorage.setItem('density', 'compact'));
    await app.close();
    await launch('--data', folder);
    expect(await page.evaluate(() => localStorage.getItem('density'))).toBe('compact');
  });

  test('brings a second start to the first, which exits by itself', async () => {
    await launch('--data', folder);
    const executable = createRequire(import.meta.url)('electron') as unknown as string;
    const second = spawn(executable, [fixture, '--data', folder, 'rolecall://lists'], {
      env,
      stdio: 'inherit',
    });
    const [code] = await once(second, 'exit');
    expect(code).toBe(0);
    const notes = (): Promise<unknown[]> =>
      app.evaluate(() =>
        (globalThis as FixtureGlobal).fixture.second.map(([argv, , data]) => [argv.at(-1), data]),
      );
    await expect.poll(notes).toEqual([['rolecall://lists', { from: 'fixture' }]]);
  });
});

test('leaves no profile folder behind', async () => {
  const profiles = (): string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('electron-host-profile-'));
  await launch();
  const pid = app.process().pid;
  const own = profiles().filter((name) => name.startsWith(`electron-host-profile-${pid}-`));
  expect(own).toHaveLength(which === 'host' ? 1 : 0);
  await app?.close();
  expect(profiles().filter((name) => own.includes(name))).toEqual([]);
});

test('ends without leaving anything behind when it is told to by a signal', async () => {
  test.skip(
    which !== 'host' || process.platform === 'win32',
    'this is about the host, and Windows has no signals',
  );
  const executable = createRequire(import.meta.url)('electron') as unknown as string;
  const child = spawn(executable, [fixture], { env, stdio: 'inherit' });
  const own = (): string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith(`electron-host-profile-${child.pid}-`));
  await expect.poll(() => own().length).toBe(1);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(own()).toEqual([]);
});
