import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { recordName, version } from './fields.ts';

const onCallerId = (input: { id: string }) => [{ kind: 'caller-id', id: input.id } as const];

export const callerIdOperations = {
  'callerIds.list': operation({
    name: 'callerIds.list',
    kind: 'query',
    title: 'Caller ids',
    permission: 'gateways.manage',
    reach: 'within',
    input: () => listInput(['name', 'number'], {}),
    output: () =>
      pageOf({
        id: z.string(),
        number: z.string(),
        name: z.string(),
        node: z.string(),
        nodeName: z.string(),
        verifiedAt: z.number().nullable(),
        verifiedBy: z.string().nullable(),
        evidence: z.string(),
        version: z.number(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'callerIds.choices': operation({
    name: 'callerIds.choices',
    kind: 'query',
    title: 'Caller ids of an account',
    permission: 'broadcasts.create',
    input: () => z.strictObject({ node: id() }),
    output: () =>
      z.array(
        z.strictObject({ id: z.string(), number: z.string(), name: z.string(), verified: z.boolean() }),
      ),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'callerIds.add': operation({
    name: 'callerIds.add',
    kind: 'command',
    title: 'Add caller id',
    permission: 'gateways.manage',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        number: z
          .string()
          .trim()
          .regex(/^\+[1-9]\d{6,14}$/, 'Write the number with its country code, such as +12025550123.')
          .meta({ label: 'Number' }),
        name: recordName('caller id'),
      }),
    output: () => z.strictObject({ id: z.string(), version: z.number() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'callerIds.verify': operation({
    name: 'callerIds.verify',
    kind: 'command',
    title: 'Verify caller id',
    permission: 'gateways.manage',
    input: () =>
      z.strictObject({
        id: id(),
        version: version(),
        evidence: z
          .string()
          .trim()
          .min(
            10,
            'Say how you know that the number is the account’s own: a contract, a call back, a letter.',
          )
          .max(500)
          .meta({ label: 'Evidence' }),
      }),
    output: () => z.strictObject({ version: z.number() }),
    targets: onCallerId,
  }),
  'callerIds.remove': operation({
    name: 'callerIds.remove',
    kind: 'command',
    title: 'Remove caller id',
    permission: 'gateways.manage',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => z.strictObject({}),
    targets: onCallerId,
    danger: true,
  }),
};
