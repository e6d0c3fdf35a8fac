import { beforeEach, describe, expect, it } from 'vitest';
import { checkAccess } from '#renderer/state/access.ts';
import { below, depthOf, inTreeOrder, pathTo } from '#renderer/state/nodes.ts';
import type { NodeRow } from '#shared/operations/nodes.ts';

interface Ask {
  readonly operation: string;
  readonly id: string;
}

let calls: (readonly Ask[])[] = [];

function service(operation: string, input: unknown): unknown {
  const { asks } = input as { asks: readonly Ask[] };
  calls.push(asks);
  expect(operation).toBe('access.check');
  const value = asks.map(({ id }) => ({
    allowed: id !== 'refused',
    reason: id === 'refused' ? 'no-right' : null,
    message: id === 'refused' ? 'None of your roles allows that here.' : null,
  }));
  return { ok: true, value };
}

describe('asking what a person may do', () => {
  beforeEach(() => {
    calls = [];
    const rolecall = { invoke: async (name: string, input: unknown) => service(name, input) };
    Object.assign(globalThis, { window: { rolecall } });
  });

  it('puts all questions of a tick in one call', async () => {
    const verdicts = await Promise.all(
      ['a', 'refused', 'b'].map((id) => checkAccess({ operation: 'users.edit', kind: 'person', id })),
    );
    expect(calls).toHaveLength(1);
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, false, true]);
    expect(verdicts[1]?.message).toBe('None of your roles allows that here.');
  });

  it('never puts more than five hundred in one', async () => {
    const ids = Array.from({ length: 1201 }, (_, index) => `${index}`);
    await Promise.all(ids.map((id) => checkAccess({ operation: 'users.edit', kind: 'person', id })));
    expect(calls.map((asks) => asks.length)).toEqual([500, 500, 201]);
  });
});

const node = (id: string, parent: string | null, name = id): NodeRow => ({
  id,
  parent,
  realm: null,
  kind: 'account',
  archived: false,
  name,
  pack: null,
});
const TREE = [
  node('p', null),
  node('r2', 'p', 'Zeta'),
  node('r1', 'p', 'Alpha'),
  node('a', 'r1'),
  node('b', 'r2'),
];

describe('the scopes a person works in', () => {
  it('stand each directly before what lies below it', () => {
    expect(inTreeOrder(TREE).map(({ id }) => id)).toEqual(['p', 'r1', 'a', 'r2', 'b']);
  });

  it('stand at the top where their parent is not known', () => {
    expect(inTreeOrder([node('x', 'unknown'), node('y', 'x')]).map(({ id }) => id)).toEqual(['x', 'y']);
  });

  it('have a path, a depth, and what lies below', () => {
    expect(pathTo(TREE, 'a').map(({ id }) => id)).toEqual(['p', 'r1', 'a']);
    expect(depthOf(TREE, TREE[3] as NodeRow)).toBe(2);
    expect(below(TREE, 'r1').map(({ id }) => id)).toEqual(['r1', 'a']);
  });
});
