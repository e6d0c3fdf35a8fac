import type { Reply } from '#shared/reply.ts';
import type { FromJob } from './messages.ts';

/** Questions of a job to the door that wait for their answers. */
export class Questions {
  readonly #post: (message: FromJob) => void;
  readonly #waiting = new Map<number, (reply: Reply<unknown>) => void>();
  #next = 1;

  constructor(post: (message: FromJob) => void) {
    this.#post = post;
  }

  ask(operation: string, input: unknown): Promise<Reply<unknown>> {
    const id = this.#next++;
    const { promise, resolve } = Promise.withResolvers<Reply<unknown>>();
    this.#waiting.set(id, resolve);
    this.#post({ type: 'ask', id, operation, input });
    return promise;
  }

  answer(id: number, reply: Reply<unknown>): void {
    this.#waiting.get(id)?.(reply);
    this.#waiting.delete(id);
  }
}
