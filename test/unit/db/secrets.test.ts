import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeyStore, openSecret, SecretFault, Secrets } from '#main/db/secrets.ts';
import { TestKeyStore } from '#test/support/key-store.ts';

let folder: string;
let reports: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolecall-secrets-'));
  reports = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'secrets.key');
const bytes = () => readFileSync(file());
const open = (keyStore: KeyStore | null = null) =>
  Secrets.open({ folder, keyStore, report: (_what, error) => reports.push(error) });
const reading = (secrets: Secrets, sealed: Uint8Array) => () => openSecret(secrets.key, sealed);

/** A secret that was sealed where nobody reached a key store. */
async function plainly(): Promise<Uint8Array> {
  return (await open()).seal('hunter2');
}

describe('the key of secrets without a key store', () => {
  it('is made with the first secret, in a file for its owner alone', async () => {
    const secrets = await open();
    expect(existsSync(file())).toBe(false);
    const sealed = await secrets.seal('hunter2');
    expect(bytes()).toHaveLength(32);
    expect(statSync(file()).mode & 0o077).toBe(0);
    expect(Buffer.from(sealed).includes('hunter2')).toBe(false);
    expect(openSecret((await open()).key, sealed)).toBe('hunter2');
  });

  it('is one, although two secrets are the first', async () => {
    const store = new TestKeyStore();
    const secrets = await open(store);
    const [one, two] = await Promise.all([secrets.seal('one'), secrets.seal('two')]);
    const later = await open(store);
    expect([one, two].map((sealed) => openSecret(later.key, sealed))).toEqual(['one', 'two']);
  });

  it('stays as it is where the system says that it has none', async () => {
    const sealed = await plainly();
    const before = bytes();
    const store = new TestKeyStore();
    store.absent = true;
    expect(openSecret((await open(store)).key, sealed)).toBe('hunter2');
    expect(bytes()).toEqual(before);
    expect(reports).toEqual([]);
  });

  it('that is missing, damaged or another one is told as such, and left as it is', async () => {
    const sealed = await plainly();
    const other = await (async () => {
      rmSync(file());
      return plainly();
    })();
    expect(reading(await open(), sealed)).toThrow('stored under another key');
    expect(openSecret((await open()).key, other)).toBe('hunter2');
    writeFileSync(file(), 'short');
    expect(reading(await open(), other)).toThrow('is damaged');
    await expect((await open()).seal('x')).rejects.toThrow(SecretFault);
    expect(bytes().toString()).toBe('short');
    rmSync(file());
    expect(reading(await open(), other)).toThrow('is missing');
  });
});

describe('a key file that can’t be read', () => {
  it('is told as such where the key is needed, and keeps nobody from opening the workspace', async () => {
    const sealed = await plainly();
    rmSync(file());
    mkdirSync(file());
    const secrets = await open();
    expect(reading(secrets, sealed)).toThrow('can’t be read');
    await expect(secrets.seal('x')).rejects.toThrow('can’t be read');
    expect(reports).toHaveLength(1);
  });
});

describe('the key of secrets with a key store', () => {
  it('never lies plain on the disk', async () => {
    const store = new TestKeyStore();
    const secrets = await open(store);
    const sealed = await secrets.seal('hunter2');
    expect('key' in secrets.key && bytes().includes(Buffer.from(secrets.key.key))).toBe(false);
    expect(statSync(file()).mode & 0o077).toBe(0);
    expect(openSecret((await open(store)).key, sealed)).toBe('hunter2');
  });

  it('is not asked for before there is a secret', async () => {
    const store = new TestKeyStore();
    await open(store);
    expect(store.asked).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is wrapped at the next start where it was plain, and opens what it opened', async () => {
    const sealed = await plainly();
    const plain = bytes();
    const store = new TestKeyStore();
    expect(openSecret((await open(store)).key, sealed)).toBe('hunter2');
    expect(bytes().includes(plain)).toBe(false);
    expect(readdirSync(folder)).toEqual(['secrets.key']);
    expect(openSecret((await open(store)).key, sealed)).toBe('hunter2');
  });

  it('stays plain where the key store fails, or gives back something else', async () => {
    const sealed = await plainly();
    const before = bytes();
    const locked = new TestKeyStore();
    locked.locked = true;
    const forgetful: KeyStore = {
      wrap: () => Promise.resolve(new Uint8Array(60)),
      unwrap: () => Promise.resolve({ key: new Uint8Array(32), stale: false }),
    };
    for (const store of [locked, forgetful]) {
      expect(openSecret((await open(store)).key, sealed)).toBe('hunter2');
      expect(bytes()).toEqual(before);
    }
    expect(reports).toHaveLength(2);
  });

  it('is out of reach elsewhere: what needs it says so, and nothing is lost', async () => {
    const store = new TestKeyStore();
    const sealed = await (await open(store)).seal('hunter2');
    const before = bytes();
    const commandLine = await open();
    expect(reading(commandLine, sealed)).toThrow('Open Rolecall’s window for this.');
    await expect(commandLine.seal('other')).rejects.toThrow('Open Rolecall’s window for this.');
    expect(bytes()).toEqual(before);
    expect(openSecret((await open(store)).key, sealed)).toBe('hunter2');
  });

  it('that can’t be unwrapped is told as such, and opens again when it can', async () => {
    const store = new TestKeyStore();
    const sealed = await (await open(store)).seal('hunter2');
    const before = bytes();
    const anotherMachine = await open(new TestKeyStore());
    expect(reading(anotherMachine, sealed)).toThrow('does not open the key');
    await expect(anotherMachine.seal('x')).rejects.toThrow('does not open the key');
    store.locked = true;
    expect(reading(await open(store), sealed)).toThrow('does not open the key');
    expect(bytes()).toEqual(before);
    expect(reports).toHaveLength(2);
    store.locked = false;
    expect(openSecret((await open(store)).key, sealed)).toBe('hunter2');
  });

  it('can’t be made while it is locked; the first secret after that makes it', async () => {
    const store = new TestKeyStore();
    store.locked = true;
    const secrets = await open(store);
    await expect(secrets.seal('x')).rejects.toThrow('Unlock it and try again.');
    expect(existsSync(file())).toBe(false);
    store.locked = false;
    const sealed = await secrets.seal('x');
    expect(openSecret(secrets.key, sealed)).toBe('x');
  });

  it('is wrapped anew when the key store asks for that', async () => {
    const store = new TestKeyStore();
    const sealed = await (await open(store)).seal('hunter2');
    const before = bytes();
    store.stale = true;
    expect(openSecret((await open(store)).key, sealed)).toBe('hunter2');
    expect(bytes()).not.toEqual(before);
    expect(openSecret((await open(store)).key, sealed)).toBe('hunter2');
  });
});
