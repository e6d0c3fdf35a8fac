import { describe, expect, it, vi } from 'vitest';
import { otherHandlers } from '#main/handlers/others.ts';
import { operations } from '#shared/operations/index.ts';

const ELSEWHERE = /^files\.|^workspace\.(openDemo|leaveDemo)$/;
const names = Object.keys(operations);

/** The table of handlers as a start has it: nothing but the first screen's is loaded. */
async function freshTable() {
  vi.resetModules();
  return import('#main/handlers/index.ts');
}

describe('the table of handlers', () => {
  it('has a handler that loads for every declared operation of the service, and for no other', async () => {
    const { handlerOf } = await freshTable();
    for (const name of names) {
      const handler = await handlerOf(name);
      if (ELSEWHERE.test(name)) expect(handler, name).toBeUndefined();
      else if (typeof handler !== 'function') expect(handler, name).toBeTypeOf('object');
    }
  });

  it('has those of the first screen at once, and the others once they are loaded', async () => {
    const { handlerOf, loadHandlers } = await freshTable();
    expect(handlerOf('workspace.status')).toBeTypeOf('function');
    expect(handlerOf('session.me')).not.toBeInstanceOf(Promise);
    expect(handlerOf('users.list')).toBeInstanceOf(Promise);
    await loadHandlers();
    expect(handlerOf('users.list')).toBeTypeOf('function');
    expect(handlerOf('constructor')).toBeUndefined();
  });

  it('does not compile without one', () => {
    // @ts-expect-error: every operation is missing here
    const none: typeof otherHandlers = {};
    expect(Object.keys(none)).not.toEqual(Object.keys(otherHandlers));
  });

  it('tells of handlers that do not load, and tries again', async () => {
    vi.doMock('#main/handlers/others.ts', () => {
      throw new Error('can’t be read');
    });
    const { handlerOf } = await freshTable();
    await expect(handlerOf('users.list')).rejects.toThrow();
    expect(handlerOf('workspace.status')).toBeTypeOf('function');
    vi.doUnmock('#main/handlers/others.ts');
    expect(await handlerOf('users.list')).toBeTypeOf('function');
  });
});
