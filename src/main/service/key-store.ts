import type { KeyStore } from '../db/secrets.ts';
import type { KeyAnswer, KeyQuestion } from './protocol.ts';

/** Answers the service thread's questions to the key store; only Electron's main thread can reach it. */
export async function askKeyStore(keyStore: KeyStore, { act, bytes }: KeyQuestion): Promise<KeyAnswer> {
  try {
    if (act === 'wrap') return { wrapped: await keyStore.wrap(bytes) };
    return await keyStore.unwrap(bytes);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** The key store as the service thread has it: by messages to the window's host. */
export class RemoteKeyStore implements KeyStore {
  readonly #post: (id: number, question: KeyQuestion) => void;
  readonly #waiting = new Map<number, (answer: KeyAnswer) => void>();
  #next = 1;

  constructor(post: (id: number, question: KeyQuestion) => void) {
    this.#post = post;
  }

  answered(id: number, answer: KeyAnswer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  async wrap(key: Uint8Array): Promise<Uint8Array | null> {
    const answer = await this.#ask({ act: 'wrap', bytes: key });
    if ('wrapped' in answer) return answer.wrapped;
    throw new Error('fault' in answer ? answer.fault : 'no answer to what was asked');
  }

  async unwrap(wrapped: Uint8Array): Promise<{ readonly key: Uint8Array; readonly stale: boolean }> {
    const answer = await this.#ask({ act: 'unwrap', bytes: wrapped });
    if ('key' in answer) return answer;
    throw new Error('fault' in answer ? answer.fault : 'no answer to what was asked');
  }

  #ask(question: KeyQuestion): Promise<KeyAnswer> {
    const id = this.#next++;
    const { promise, resolve } = Promise.withResolvers<KeyAnswer>();
    this.#waiting.set(id, resolve);
    this.#post(id, question);
    return promise;
  }
}
