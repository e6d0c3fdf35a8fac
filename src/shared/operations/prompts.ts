import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { filePath, recordName, version } from './fields.ts';

/** The longest prompt, in seconds. */
export const PROMPT_SECONDS = 300;

/** The longest text that is spoken, in characters: five minutes of speech and some. */
export const SPOKEN_CHARACTERS = 6_000;

/** Base64 of a recording of the longest prompt as it leaves the window: WAV, 16 bits, 8,000 samples a second. */
const MOST_SOUND = Math.ceil(((PROMPT_SECONDS + 1) * 16_000 * 4) / 3);

const voice = () =>
  z.strictObject({
    /** As the machine's synthesiser knows it. */
    id: z.string(),
    name: z.string(),
    /** A language tag, such as en-GB; '' if the voice does not say. */
    language: z.string(),
  });

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
  'prompts.record': operation({
    name: 'prompts.record',
    kind: 'command',
    title: 'Save prompt',
    permission: 'broadcasts.create',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        name: recordName('prompt'),
        /** Base64 of a WAV file. */
        sound: z
          .string()
          .max(MOST_SOUND, `A prompt may last ${PROMPT_SECONDS / 60} minutes. Record it again, shorter.`),
        from: z.enum(['microphone', 'speech']),
      }),
    output: () => z.strictObject({ id: z.string(), seconds: z.number(), warning: z.string().nullable() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
    largestInput: MOST_SOUND + 4_096,
    redact: ['sound'],
  }),
  'prompts.voices': operation({
    name: 'prompts.voices',
    kind: 'query',
    title: 'Voices of this machine',
    permission: 'broadcasts.create',
    input: () => z.strictObject({ node: id() }),
    output: () =>
      z.strictObject({
        /** What speaks, in words; null: the machine has nothing that does. */
        synthesiser: z.string().nullable(),
        voices: z.array(voice()),
        /** How to get one, where there is none; '' otherwise. */
        advice: z.string(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'prompts.speak': operation({
    name: 'prompts.speak',
    kind: 'query',
    title: 'Speak a text',
    permission: 'broadcasts.create',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        voice: z.string().min(1, 'Choose a voice.').max(200).meta({ label: 'Voice' }),
        text: z
          .string()
          .trim()
          .min(1, 'Write what callees shall hear.')
          .max(SPOKEN_CHARACTERS, `Use at most ${SPOKEN_CHARACTERS} characters.`)
          .meta({ label: 'Text' }),
      }),
    /** `sound`: base64 of a WAV file as callees would hear it. Nothing is kept: `prompts.record` does that. */
    output: () => z.strictObject({ sound: z.string(), seconds: z.number(), warning: z.string().nullable() }),
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
