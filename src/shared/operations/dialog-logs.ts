import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';

export const CHANNELS = ['voice', 'web', 'sms', 'whatsapp', 'telegram'] as const;

/** Filters of the log list; exports take the same. */
export const logFilters = () => ({
  /** Unix ms, inclusive. */
  from: z.int().min(0).optional().meta({ label: 'From' }),
  /** Unix ms, exclusive. */
  to: z.int().min(0).optional().meta({ label: 'To' }),
  channel: z.enum(CHANNELS).optional().meta({ label: 'Channel' }),
  direction: z.enum(['in', 'out']).optional().meta({ label: 'Direction' }),
  project: id().optional().meta({ label: 'Project' }),
  client: z.string().trim().max(80).optional().meta({ label: 'Client' }),
});

const message = () => ({
  id: z.string(),
  /** Unix ms. */
  at: z.number(),
  account: z.string(),
  project: z.string(),
  channel: z.string(),
  client: z.string(),
  session: z.string(),
  direction: z.string(),
  speaker: z.string(),
  text: z.string(),
  intent: z.string(),
  /** 0 to 1; null if no intent was found. */
  confidence: z.number().nullable(),
});

export const dialogLogOperations = {
  'dialogLogs.list': operation({
    name: 'dialogLogs.list',
    kind: 'query',
    title: 'Dialog logs',
    permission: 'dialogLogs.view',
    reach: 'within',
    exportNeeds: 'exports.rawLog',
    input: () => listInput(['at'], logFilters()),
    output: () => pageOf(message()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'dialogLogs.dialog': operation({
    name: 'dialogLogs.dialog',
    kind: 'query',
    title: 'Dialog',
    permission: 'dialogLogs.view',
    input: () => z.strictObject({ project: id(), session: z.string().min(1).max(80) }),
    output: () => z.array(z.strictObject(message())),
    targets: (input) => [{ kind: 'node', id: input.project }],
  }),
};
