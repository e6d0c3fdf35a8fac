import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const KEY_FILE = 'secrets.key';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What a key file begins with whose key the system's key store has wrapped; a plain one is the key and no more. */
const WRAPPED = Buffer.from('rolecall wrapped key 1\n', 'latin1');

/** A secret can't be sealed or read; the message is for a person. */
export class SecretFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SecretFault';
  }
}

/** The system's key store, which wraps keys so that only this person on this machine can unwrap them. */
export interface KeyStore {
  /** Null: the system has none. */
  wrap(key: Uint8Array): Promise<Uint8Array | null>;
  /** `stale`: it should be wrapped anew. Throws if the key store is not there, or did not wrap it. */
  unwrap(wrapped: Uint8Array): Promise<{ readonly key: Uint8Array; readonly stale: boolean }>;
}

/** A workspace's key, or, in words for a person, why there is none at hand. It may cross to the dialler's process. */
export type SecretKey = { readonly key: Uint8Array } | { readonly fault: string };

const MISSING =
  'The key of this workspace’s gateway passwords (secrets.key) is missing. Put it back, or enter the password of the gateway again.';
const DAMAGED =
  'The key of this workspace’s gateway passwords (secrets.key) is damaged. It was left as it is: put a copy of it back, or remove it and enter the passwords again.';
const UNREADABLE =
  'The key of this workspace’s gateway passwords (secrets.key) can’t be read. Check the rights of the file.';
const ELSEWHERE =
  'The gateways’ passwords are kept by the system’s key store, which only the window can use. Open Rolecall’s window for this.';
const NOT_UNWRAPPED =
  'The system’s key store does not open the key of this workspace’s gateway passwords. Nothing was changed. Unlock the key store and start Rolecall again; if it is lost, or this is another machine, remove secrets.key and enter the passwords again.';
const NOT_WRAPPED =
  'The system’s key store does not take the key of the gateways’ passwords. Nothing was stored. Unlock it and try again.';
const ANOTHER_KEY =
  'This gateway’s password was stored under another key than the workspace has now. Enter it again.';

// Node's cryptography takes milliseconds to load, and most starts meet no secret.
const cryptography = () => process.getBuiltinModule('node:crypto');

/** Encrypts (AES-256-GCM). */
function seal(key: Uint8Array, secret: string): Buffer {
  const { createCipheriv, randomBytes } = cryptography();
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Reads a stored secret. Throws SecretFault where that can't be done. */
export function openSecret(at: SecretKey, sealed: Uint8Array): string {
  if ('fault' in at) throw new SecretFault(at.fault);
  const bytes = Buffer.from(sealed);
  try {
    const decipher = cryptography().createDecipheriv('aes-256-gcm', at.key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new SecretFault(ANOTHER_KEY);
  }
}

/** Written whole or not at all, readable by its owner alone. */
function writeKeyFile(file: string, bytes: Uint8Array): void {
  const part = `${file}.part`;
  const descriptor = openSync(part, 'w', 0o600);
  try {
    writeSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(part, file);
}

export interface SecretsOptions {
  /** The workspace's. */
  readonly folder: string;
  /** Null: nobody can reach it from here. Without one keys stay plain, in a file that its owner alone can read. */
  readonly keyStore: KeyStore | null;
  readonly report: (what: string, error: unknown) => void;
}

/**
 * The secrets of a workspace, encrypted under a key in a file of its own beside the database, so that a copy of the
 * database holds none. Where the system has a key store, that file holds the key as the key store wrapped it.
 */
export class Secrets {
  readonly #file: string;
  readonly #keyStore: KeyStore | null;
  #at: SecretKey | null = null;
  #making: Promise<SecretKey> | null = null;

  private constructor({ folder, keyStore }: SecretsOptions) {
    this.#file = join(folder, KEY_FILE);
    this.#keyStore = keyStore;
  }

  /** Reads the key, if there is one, and has it wrapped if it is plain and can be. Never throws for a bad key. */
  static async open(options: SecretsOptions): Promise<Secrets> {
    const secrets = new Secrets(options);
    if (existsSync(secrets.#file)) secrets.#at = await secrets.#read(options.report);
    return secrets;
  }

  /** For who reads secrets elsewhere. */
  get key(): SecretKey {
    return this.#at ?? { fault: MISSING };
  }

  /** Encrypts a secret for storing; the first one makes the key. Throws SecretFault. */
  async seal(secret: string): Promise<Uint8Array> {
    const at = this.#at ?? (await this.#made());
    if ('fault' in at) throw new SecretFault(at.fault);
    return seal(at.key, secret);
  }

  /** One key, whoever asks first. */
  async #made(): Promise<SecretKey> {
    this.#making ??= this.#make().finally(() => {
      this.#making = null;
    });
    this.#at = await this.#making;
    return this.#at;
  }

  async #make(): Promise<SecretKey> {
    const key = cryptography().randomBytes(KEY_BYTES);
    let bytes: Uint8Array = key;
    if (this.#keyStore !== null) {
      try {
        bytes = (await wrap(this.#keyStore, key)) ?? key;
      } catch {
        throw new SecretFault(NOT_WRAPPED);
      }
    }
    writeKeyFile(this.#file, bytes);
    return { key };
  }

  async #read(report: SecretsOptions['report']): Promise<SecretKey> {
    let bytes: Buffer;
    try {
      bytes = readFileSync(this.#file);
    } catch (error) {
      report('key file', error);
      return { fault: UNREADABLE };
    }
    if (bytes.length === KEY_BYTES) {
      await this.#wrapAnew(bytes, report);
      return { key: bytes };
    }
    if (!bytes.subarray(0, WRAPPED.length).equals(WRAPPED)) return { fault: DAMAGED };
    if (this.#keyStore === null) return { fault: ELSEWHERE };
    try {
      const { key, stale } = await this.#keyStore.unwrap(bytes.subarray(WRAPPED.length));
      if (key.length !== KEY_BYTES) return { fault: DAMAGED };
      if (stale) await this.#wrapAnew(key, report);
      return { key };
    } catch (error) {
      report('key store', error);
      return { fault: NOT_UNWRAPPED };
    }
  }

  /** INVARIANT: the file is replaced only by what was unwrapped again to the same key. */
  async #wrapAnew(key: Uint8Array, report: SecretsOptions['report']): Promise<void> {
    if (this.#keyStore === null) return;
    try {
      const wrapped = await wrap(this.#keyStore, key);
      if (wrapped !== null) writeKeyFile(this.#file, wrapped);
    } catch (error) {
      // The key stays as it is, and as safe as it was.
      report('key store', error);
    }
  }
}

/** What a key file holds then; null: the system has no key store. */
async function wrap(keyStore: KeyStore, key: Uint8Array): Promise<Uint8Array | null> {
  const wrapped = await keyStore.wrap(key);
  if (wrapped === null) return null;
  const again = await keyStore.unwrap(wrapped);
  if (!Buffer.from(again.key).equals(key)) throw new Error('the key store gave back another key');
  return Buffer.concat([WRAPPED, wrapped]);
}
