import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';

export const auditOperations = {
  'audit.list': operation({
    name: 'audit.list',
    kind: 'query',
    title: 'Audit trail',
    permission: 'audit.view',
    reach: 'within',
    input: () =>
      listInput(['at'], {
        operation: z.string().max(80).optional().meta({ label: 'Operation' }),
        verdict: z.enum(['done', 'refused', 'failed']).optional().meta({ label: 'Verdict' }),
        person: z.string().max(254).optional().meta({ label: 'Person' }),
        /** Whose commands, by id. */
        by: id().optional(),
      }),
    output: () =>
      pageOf({
        id: z.string(),
        at: z.number(),
        operation: z.string(),
        title: z.string(),
        person: z.string(),
        verdict: z.string(),
        reason: z.string(),
        realm: z.string(),
        target: z.string(),
        /** Arguments as JSON, less redacted fields. */
        arguments: z.string(),
        device: z.string(),
        policy: z.string(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'audit.recent': operation({
    name: 'audit.recent',
    kind: 'query',
    title: 'My recent activity',
    permission: 'signed-in',
    input: () => z.strictObject({ limit: z.int().min(1).max(50).default(10) }),
    /** The person's own commands, newest first. */
    output: () =>
      z.array(
        z.strictObject({
          id: z.string(),
          at: z.number(),
          operation: z.string(),
          title: z.string(),
          verdict: z.string(),
          reason: z.string(),
        }),
      ),
    targets: () => [],
  }),
};
