import { createCipheriv, createHash, createHmac } from 'node:crypto';

/** Where the key of a workspace lies in its `workspace` table; made when the first number is erased. */
export const ERASED_KEY = 'do-not-call-key';

/** What is kept of an erased number. */
export interface ErasedMark {
  /** 32 bits that depend on the key; a million numbers are sieved by them in the time of some ten thousand hashes. */
  readonly sieve: number;
  /** HMAC-SHA-256, cut to 16 bytes. */
  readonly hash: Buffer;
}

/**
 * Recognises numbers that were erased, by a key of the workspace. Without the key the marks say nothing of the
 * numbers; with it a number can be looked for but not read back.
 */
export class ErasedNumbers {
  readonly #key: Buffer;
  readonly #sieveKey: Buffer;

  /** `key`: 32 bytes in hex, as the workspace keeps it. */
  constructor(key: string) {
    this.#key = Buffer.from(key, 'hex');
    this.#sieveKey = createHash('sha256').update(this.#key).update('sieve').digest().subarray(0, 16);
  }

  mark(number: number): ErasedMark {
    const [sieve] = this.sieves(Float64Array.of(number));
    const hash = createHmac('sha256', this.#key).update(String(number)).digest().subarray(0, 16);
    return { sieve: sieve as number, hash };
  }

  /** The sieve marks of many numbers: one block of AES-128 each, in one call. */
  sieves(numbers: Float64Array): Uint32Array {
    const plain = new Float64Array(numbers.length * 2);
    for (let index = 0; index < numbers.length; index++) plain[index * 2] = numbers[index] as number;
    const cipher = createCipheriv('aes-128-ecb', this.#sieveKey, null).setAutoPadding(false);
    const sealed = cipher.update(new Uint8Array(plain.buffer));
    const marks = new Uint32Array(numbers.length);
    for (let index = 0; index < marks.length; index++) marks[index] = sealed.readUInt32LE(index * 16);
    return marks;
  }
}
