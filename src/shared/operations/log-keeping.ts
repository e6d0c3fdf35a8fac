import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { z } from '../zod.ts';

/** How long an account's log is kept, and taking a client out of it. */
export const logKeepingOperations = {
  'logKeeping.list': operation({
    name: 'logKeeping.list',
    kind: 'query',
    title: 'Kept logs',
    permission: 'logs.retain',
    reach: 'within',
    input: () => z.strictObject({ node: id().optional() }),
    output: () =>
      z.array(
        z.strictObject({
          node: z.string(),
          nodeName: z.string(),
          /** UTC months that are kept at most, counting the present one; null: all. */
          months: z.number().nullable(),
          /** The months that there are, 'yyyy-mm', oldest first. */
          there: z.array(z.string()),
          /** Of the files, in bytes. */
          bytes: z.number(),
        }),
      ),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'logKeeping.retain': operation({
    name: 'logKeeping.retain',
    kind: 'command',
    title: 'Set how long logs are kept',
    permission: 'logs.retain',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        months: z
          .int()
          .min(1, 'Keep at least the present month.')
          .max(1_200)
          .optional()
          .meta({ label: 'Months to keep' }),
      }),
    /** The months that were dropped, 'yyyy-mm'. */
    output: () => z.strictObject({ dropped: z.array(z.string()) }),
    targets: (input) => [{ kind: 'node', id: input.node }],
    danger: true,
  }),
  'clients.erase': operation({
    name: 'clients.erase',
    kind: 'command',
    title: 'Erase a client',
    permission: 'clients.erase',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        client: z
          .string()
          .trim()
          .min(1, 'Give the client as the log names it.')
          .max(200)
          .meta({ label: 'Client' }),
      }),
    output: () => z.strictObject({ job: z.string() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
    redact: ['client'],
    danger: true,
  }),
};
