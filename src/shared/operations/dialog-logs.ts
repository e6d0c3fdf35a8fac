import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';

export const CHANNELS = ['voice', 'web', 'sms', 'whatsapp', 'telegram'] as const;

/** Longest tag, in characters. */
export const TAG_MAX = 40;
/** Tags of one message at most. */
export const TAGS_MAX = 20;

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
  /** Only for who sees tags. */
  tag: z.string().trim().max(TAG_MAX).optional().meta({ label: 'Tag' }),
});

const tag = () =>
  z
    .string()
    .trim()
    .min(1, 'Write a word or two.')
    .max(TAG_MAX, `Use at most ${TAG_MAX} characters.`)
    .regex(/^\P{Cc}*$/u, 'Use letters, digits and spaces.');

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
  /** None where the person sees no tags. */
  tags: z.array(z.string()),
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
  'dialogLogs.tag': operation({
    name: 'dialogLogs.tag',
    kind: 'command',
    title: 'Tag message',
    permission: 'dialogLogs.tag',
    input: () =>
      z.strictObject({
        project: id(),
        /** The message's id and time, Unix ms. */
        message: z.string().min(1).max(200),
        at: z.int().min(0),
        add: z.array(tag()).max(TAGS_MAX).default([]),
        remove: z.array(tag()).max(TAGS_MAX).default([]),
      }),
    /** The message's tags now. */
    output: () => z.strictObject({ tags: z.array(z.string()) }),
    targets: (input) => [{ kind: 'node', id: input.project }],
  }),
  'dialogLogs.tags': operation({
    name: 'dialogLogs.tags',
    kind: 'query',
    title: 'Tags',
    permission: 'tags.view',
    minimalFor: ['dialogLogs.tag'],
    reach: 'within',
    input: () => z.strictObject({ node: id().optional() }),
    /** The commonest first. Who may tag but not see tags learns the words and no counts (null), by name. */
    output: () => z.array(z.strictObject({ tag: z.string(), messages: z.number().nullable() })),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
};
