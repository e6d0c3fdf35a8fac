import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyStore } from '#main/db/secrets.ts';

/** A key store in memory: another one can't unwrap what this one has wrapped. */
export class TestKeyStore implements KeyStore {
  readonly #master = randomBytes(32);
  /** What it was asked for, in order. */
  readonly asked: ('wrap' | 'unwrap')[] = [];
  /** The system has none after all. */
  absent = false;
  /** It has a newer key of its own: what it wrapped should be wrapped anew. */
  stale = false;
  /** It is locked. */
  locked = false;

  wrap(key: Uint8Array): Promise<Uint8Array | null> {
    this.asked.push('wrap');
    if (this.locked) return Promise.reject(new Error('locked'));
    if (this.absent) return Promise.resolve(null);
    this.stale = false;
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#master, nonce);
    const text = Buffer.concat([cipher.update(key), cipher.final()]);
    return Promise.resolve(Buffer.concat([nonce, cipher.getAuthTag(), text]));
  }

  unwrap(wrapped: Uint8Array): Promise<{ readonly key: Uint8Array; readonly stale: boolean }> {
    this.asked.push('unwrap');
    if (this.locked) return Promise.reject(new Error('locked'));
    const decipher = createDecipheriv('aes-256-gcm', this.#master, wrapped.subarray(0, 12));
    decipher.setAuthTag(wrapped.subarray(12, 28));
    try {
      const key = Buffer.concat([decipher.update(wrapped.subarray(28)), decipher.final()]);
      return Promise.resolve({ key, stale: this.stale });
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
