import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';

export const CLIENT_STATES = ['open', 'blocked'] as const;

const clientRow = () => ({
  id: z.string(),
  /** The project that the client talked to. */
  node: z.string(),
  nodeName: z.string(),
  /** As the platform names the client. */
  client: z.string(),
  /** Where the client was last. */
  channel: z.string(),
  /** Unix ms of the first and last message. */
  firstAt: z.number(),
  lastAt: z.number(),
  state: z.enum(CLIENT_STATES),
  /** Unix ms; null while the client is not blocked. */
  blockedAt: z.number().nullable(),
  version: z.number(),
});

const onClient = (input: { id: string }) => [{ kind: 'client', id: input.id } as const];
const change = () => z.strictObject({ id: id(), version: z.int().positive().meta({ label: 'Version' }) });

export const clientOperations = {
  'clients.list': operation({
    name: 'clients.list',
    kind: 'query',
    title: 'Clients',
    permission: 'clients.view',
    reach: 'within',
    input: () =>
      listInput(['client', 'firstAt', 'lastAt'], {
        state: z.enum(CLIENT_STATES).optional().meta({ label: 'State' }),
        project: id().optional().meta({ label: 'Project' }),
      }),
    output: () => pageOf(clientRow()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'clients.get': operation({
    name: 'clients.get',
    kind: 'query',
    title: 'Client',
    permission: 'clients.view',
    input: () => z.strictObject({ id: id() }),
    output: () => z.strictObject(clientRow()),
    targets: onClient,
  }),
  'clients.block': operation({
    name: 'clients.block',
    kind: 'command',
    title: 'Block client',
    permission: 'clients.block',
    input: change,
    output: () => z.strictObject({ version: z.number() }),
    targets: onClient,
    states: ['open'],
    danger: true,
  }),
  'clients.unblock': operation({
    name: 'clients.unblock',
    kind: 'command',
    title: 'Unblock client',
    permission: 'clients.unblock',
    input: change,
    output: () => z.strictObject({ version: z.number() }),
    targets: onClient,
    states: ['blocked'],
  }),
};
