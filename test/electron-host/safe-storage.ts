import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Electron from 'electron';

type Members =
  | 'isEncryptionAvailable'
  | 'getSelectedStorageBackend'
  | 'encryptString'
  | 'decryptString'
  | 'setUsePlainTextEncryption';

/**
 * `safeStorage` without a key store of the system: says so (`isEncryptionAvailable` is false, the backend is
 * `basic_text`), and encrypts with a key that lies in a file beside the data, as Electron's own fallback does.
 */
export class HostSafeStorage implements Pick<Electron.SafeStorage, Members> {
  private readonly folder: () => string;
  private key: Buffer | undefined;

  constructor(folder: () => string) {
    this.folder = folder;
  }

  isEncryptionAvailable(): boolean {
    return false;
  }

  getSelectedStorageBackend(): 'basic_text' {
    return 'basic_text';
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

  /** @throws Error when the bytes were not made by `encryptString` with the same key file. */
  decryptString(encrypted: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', this.readKey(), encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    return Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString('utf8');
  }

  private readKey(): Buffer {
    if (this.key) return this.key;
    const path = join(this.folder(), 'electron-host.key');
    try {
      this.key = readFileSync(path);
    } catch {
      mkdirSync(this.folder(), { recursive: true });
      this.key = randomBytes(32);
      writeFileSync(path, this.key, { mode: 0o600 });
    }
    return this.key;
  }
}
