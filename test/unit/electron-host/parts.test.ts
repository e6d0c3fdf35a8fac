import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { invokeError } from '../../electron-host/ipc-main.ts';
import { loud, missingPart } from '../../electron-host/loud.ts';
import { HostSafeStorage } from '../../electron-host/safe-storage.ts';
import { SingleInstance } from '../../electron-host/single-instance.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'electron-host-unit-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a part of the API', () => {
  test('fails by name for what it lacks, and stays quiet for what tools probe', async () => {
    const part: { known: number; other?: number } = loud({ known: 1 }, 'app');
    expect(part.known).toBe(1);
    expect(() => part.other).toThrow('electron host: app.other is not offered');
    // A promise resolved with it asks for `then`.
    expect(await Promise.resolve(part)).toBe(part);
    expect(JSON.stringify(part)).toBe('{"known":1}');
  });

  test('fails by name in all uses when all of it is lacking', () => {
    const Tray = missingPart('Tray') as unknown as { new (): object; (): object; find: () => void };
    expect(() => new Tray()).toThrow('electron host: Tray is not offered');
    expect(() => Tray()).toThrow('electron host: Tray is not offered');
    expect(() => Tray.find()).toThrow('electron host: Tray.find is not offered');
  });

  test("puts a handler's error into Electron's words", () => {
    expect(invokeError('lists', new RangeError('too long'))).toBe(
      "Error invoking remote method 'lists': RangeError: too long",
    );
  });
});

describe('the lock of a user data folder', () => {
  test('is held by one, who hears of each further start', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const first = new SingleInstance(folder, resolve);
    expect(first.request({ argv: [], cwd: '/', additionalData: {} })).toBe(true);
    // The same process stands for another one whose id is alive.
    writeFileSync(join(folder, 'Electron host lock', 'holder'), String(process.ppid));
    const second = new SingleInstance(folder, () => undefined);
    expect(second.request({ argv: ['rolecall://x'], cwd: '/here', additionalData: { n: 1n } })).toBe(false);
    expect(await promise).toEqual({ argv: ['rolecall://x'], cwd: '/here', additionalData: { n: 1n } });
    first.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is taken from a holder that is dead', () => {
    const first = new SingleInstance(folder, () => undefined);
    first.request({ argv: [], cwd: '/', additionalData: {} });
    writeFileSync(join(folder, 'Electron host lock', 'holder'), '2147483646');
    const next = new SingleInstance(folder, () => undefined);
    expect(next.request({ argv: [], cwd: '/', additionalData: {} })).toBe(true);
    next.release();
    first.release();
  });
});

describe('safe storage with a file that stands for a keyring', () => {
  test('says so, and opens only what was sealed by the same keyring', async () => {
    process.env['ELECTRON_HOST_KEYRING'] = join(folder, 'one');
    const one = new HostSafeStorage(() => folder);
    expect([await one.isAsyncEncryptionAvailable(), one.getSelectedStorageBackend()]).toEqual([
      true,
      'gnome_libsecret',
    ]);
    const sealed = await one.encryptStringAsync('geheim é');
    const again = await new HostSafeStorage(() => folder).decryptStringAsync(sealed);
    expect(again).toEqual({ result: 'geheim é', shouldReEncrypt: false });
    process.env['ELECTRON_HOST_KEYRING'] = join(folder, 'two');
    await expect(new HostSafeStorage(() => folder).decryptStringAsync(sealed)).rejects.toThrow();
    delete process.env['ELECTRON_HOST_KEYRING'];
  });
});

describe('safe storage without a key store', () => {
  test('says so, and gives back after a restart what it was given', () => {
    const before = new HostSafeStorage(() => folder);
    expect([before.isEncryptionAvailable(), before.getSelectedStorageBackend()]).toEqual([
      false,
      'basic_text',
    ]);
    const sealed = before.encryptString('geheim é');
    expect(sealed.includes('geheim')).toBe(false);
    expect(new HostSafeStorage(() => folder).decryptString(sealed)).toBe('geheim é');
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => before.decryptString(sealed)).toThrow();
  });
});
