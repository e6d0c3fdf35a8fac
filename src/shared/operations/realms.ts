import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { recordName, version } from './fields.ts';

const change = () => z.strictObject({ id: z.string(), version: z.number() });
const onRealm = (input: { id: string }) => [{ kind: 'node', id: input.id } as const];

export const realmOperations = {
  'realms.list': operation({
    name: 'realms.list',
    kind: 'query',
    title: 'Realms',
    permission: 'realms.view',
    reach: 'within',
    input: () =>
      listInput(['name', 'pack', 'createdAt'], {
        archived: z.boolean().default(false).meta({ label: 'Archived too' }),
      }),
    output: () =>
      pageOf({
        id: z.string(),
        name: z.string(),
        pack: z.string(),
        packVersion: z.number(),
        archived: z.boolean(),
        scopes: z.number(),
        createdAt: z.number(),
        version: z.number(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'realms.packs': operation({
    name: 'realms.packs',
    kind: 'query',
    title: 'Packs for a new realm',
    permission: 'realms.create',
    input: () => z.strictObject({}),
    /** The newest version of each. */
    output: () =>
      z.array(
        z.strictObject({
          id: z.string(),
          version: z.number(),
          title: z.string(),
          roles: z.number(),
          kinds: z.array(z.string()),
        }),
      ),
    targets: () => [{ kind: 'node', id: PLATFORM_ID }],
  }),
  'realms.create': operation({
    name: 'realms.create',
    kind: 'command',
    title: 'Add realm',
    permission: 'realms.create',
    input: () =>
      z.strictObject({
        name: recordName('realm'),
        pack: z.string().min(1, 'Choose a role pack.').max(40).meta({ label: 'Role pack' }),
      }),
    output: () => change(),
    targets: () => [{ kind: 'node', id: PLATFORM_ID }],
  }),
  'realms.rename': operation({
    name: 'realms.rename',
    kind: 'command',
    title: 'Rename realm',
    permission: 'realms.edit',
    input: () => z.strictObject({ id: id(), version: version(), name: recordName('realm') }),
    output: () => change(),
    targets: onRealm,
    states: ['open'],
  }),
  'realms.archive': operation({
    name: 'realms.archive',
    kind: 'command',
    title: 'Archive realm',
    permission: 'realms.edit',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => change(),
    targets: onRealm,
    states: ['open'],
    danger: true,
  }),
  'realms.restore': operation({
    name: 'realms.restore',
    kind: 'command',
    title: 'Restore realm',
    permission: 'realms.edit',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => change(),
    targets: onRealm,
    states: ['archived'],
  }),
};
