import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as Electron from 'electron';

type Members =
  | 'isEncryptionAvailable'
  | 'isAsyncEncryptionAvailable'
  | 'getSelectedStorageBackend'
  | 'encryptString'
  | 'encryptStringAsync'
  | 'decryptString'
  | 'decryptStringAsync'
  | 'setUsePlainTextEncryption';

/** Names a file that stands for the keyring of the person who is signed in to the machine. */
const KEYRING = 'ELECTRON_HOST_KEYRING';

/**
 * `safeStorage` without a key store of the system: says so (`isEncryptionAvailable` is false, the backend is
 * `basic_text`), and encrypts with a key that lies in a file beside the data, as Electron's own fallback does. With a
 * file in ELECTRON_HOST_KEYRING it takes that for a keyring, and says so.
 */
export class HostSafeStorage implements Pick<Electron.SafeStorage, Members> {
  private readonly folder: () => string;
  private key: Buffer | undefined;

  constructor(folder: () => string) {
    this.folder = folder;
  }

  isEncryptionAvailable(): boolean {
    return this.keyring !== undefined;
  }

  isAsyncEncryptionAvailable(): Promise<boolean> {
    return Promise.resolve(this.isEncryptionAvailable());
  }

  getSelectedStorageBackend(): 'basic_text' | 'gnome_libsecret' {
    return this.keyring === undefined ? 'basic_text' : 'gnome_libsecret';
  }

  setUsePlainTextEncryption(): void {
    // There is nothing else here.
  }

  encryptString(plainText: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.readKey(), nonce);
    const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  encryptStringAsync(plainText: string): Promise<Buffer> {
    return Promise.resolve(this.encryptString(plainText));
  }

  // A rejected promise, as Electron's, where `decryptString` throws.
  async decryptStringAsync(encrypted: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    return await Promise.resolve({ shouldReEncrypt: false, result: this.decryptString(encrypted) });
  }

  /** @throws Error when the bytes were not made by `encryptString` with the same key file. */
  decryptString(encrypted: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', this.readKey(), encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    return Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString('utf8');
  }

  private get keyring(): string | undefined {
    return process.env[KEYRING];
  }

  private readKey(): Buffer {
    if (this.key) return this.key;
    const path = this.keyring ?? join(this.folder(), 'electron-host.key');
    try {
      this.key = readFileSync(path);
    } catch {
      mkdirSync(dirname(path), { recursive: true });
      this.key = randomBytes(32);
      writeFileSync(path, this.key, { mode: 0o600 });
    }
    return this.key;
  }
}
