import { beforeEach, describe, expect, it } from 'vitest';
import { onChanged } from '#renderer/client.ts';
import { pathName } from '#renderer/state/nodes.ts';
import type { ServiceEvent } from '#shared/events.ts';
import type { NodeRow } from '#shared/operations/nodes.ts';

let tell: (event: ServiceEvent) => void = () => undefined;

beforeEach(() => {
  const rolecall = {
    subscribe: (listener: (event: ServiceEvent) => void) => {
      tell = listener;
      return () => undefined;
    },
  };
  Object.assign(globalThis, { window: { rolecall } });
});

const heard = (event: ServiceEvent): number => {
  let times = 0;
  onChanged('users', () => times++);
  tell(event);
  return times;
};

const node = (id: string, parent: string | null, kind: string): NodeRow => ({
  id,
  parent,
  kind,
  name: id,
  realm: null,
  pack: null,
  archived: false,
});

describe('an open list', () => {
  it('is read again when its noun changed, and when the person’s rights did', () => {
    expect(heard({ type: 'changed', nouns: ['users', 'audit'] })).toBe(1);
    expect(heard({ type: 'session', ended: false, message: null })).toBe(1);
    expect(heard({ type: 'workspace' })).toBe(1);
  });

  it('is left alone when something else changed, or when nobody is there to read it', () => {
    expect(heard({ type: 'changed', nouns: ['exports'] })).toBe(0);
    expect(heard({ type: 'session', ended: true, message: null })).toBe(0);
  });
});

describe('the name of a scope', () => {
  const nodes = [
    node('All', null, 'platform'),
    node('Realm', 'All', 'realm'),
    node('Care', 'Realm', 'account'),
  ];

  it('tells the way to it, without the workspace that everything lies in', () => {
    expect(pathName(nodes, 'Care')).toBe('Realm › Care');
    expect(pathName(nodes, 'All')).toBe('All');
    expect(pathName(nodes, 'nobody')).toBe('');
  });
});
