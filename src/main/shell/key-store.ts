import { safeStorage } from 'electron';
import type { KeyStore } from '#main/db/secrets.ts';

/** Whether what Electron would encrypt with is the system's, and not a password that is the same everywhere. */
async function isThere(): Promise<boolean> {
  if (process.platform === 'linux') {
    const backend = safeStorage.getSelectedStorageBackend();
    if (backend === 'basic_text' || backend === 'unknown') return false;
  }
  return safeStorage.isAsyncEncryptionAvailable();
}

/**
 * The system's key store by Electron: Keychain, DPAPI, a keyring. Electron must be ready. It is not touched before
 * there is a key to wrap, for it may ask the person.
 */
export const systemKeyStore: KeyStore = {
  async wrap(key) {
    if (!(await isThere())) return null;
    return safeStorage.encryptStringAsync(Buffer.from(key).toString('base64'));
  },

  async unwrap(wrapped) {
    if (!(await isThere())) throw new Error('the system’s key store is not available');
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(wrapped));
    return { key: Buffer.from(result, 'base64'), stale: shouldReEncrypt };
  },
};
