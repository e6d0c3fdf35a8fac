import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { filePath, recordName, version } from './fields.ts';

/** The longest prompt, in seconds. */
export const PROMPT_SECONDS = 300;

const onPrompt = (input: { id: string }) => [{ kind: 'prompt', id: input.id } as const];

export const promptOperations = {
  'prompts.list': operation({
    name: 'prompts.list',
    kind: 'query',
    title: 'Prompts',
    permission: 'broadcasts.view',
    reach: 'within',
    input: () => listInput(['name', 'createdAt'], {}),
    output: () =>
      pageOf({
        id: z.string(),
        name: z.string(),
        node: z.string(),
        nodeName: z.string(),
        sourceName: z.string(),
        seconds: z.number(),
        createdAt: z.number(),
        version: z.number(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'prompts.audio': operation({
    name: 'prompts.audio',
    kind: 'query',
    title: 'Listen',
    permission: 'broadcasts.view',
    input: () => z.strictObject({ id: id() }),
    /** Base64 of G.711 mu-law, mono, 8,000 samples a second: what callees hear. */
    output: () => z.strictObject({ name: z.string(), ulaw: z.string() }),
    targets: onPrompt,
  }),
  'prompts.import': operation({
    name: 'prompts.import',
    kind: 'command',
    title: 'Import prompt',
    permission: 'broadcasts.create',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        name: recordName('prompt'),
        file: filePath('WAV file'),
      }),
    output: () => z.strictObject({ id: z.string(), seconds: z.number(), warning: z.string().nullable() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'prompts.remove': operation({
    name: 'prompts.remove',
    kind: 'command',
    title: 'Remove prompt',
    permission: 'broadcasts.create',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => z.strictObject({}),
    targets: onPrompt,
    danger: true,
  }),
};
