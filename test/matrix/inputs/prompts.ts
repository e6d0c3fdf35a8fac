import { readFileSync } from 'node:fs';
import type { promptOperations } from '#shared/operations/prompts.ts';
import { anyVoice } from '#test/support/speaking-machine.ts';
import { fresh, type InputsOf, prompt, wav } from './place.ts';

export const promptInputs: InputsOf<typeof promptOperations> = {
  'prompts.audio': async (at) => ({ id: await prompt(at) }),
  'prompts.import': (at) => ({ node: at.node, name: `Prompt ${fresh()}`, file: wav(at) }),
  'prompts.list': ({ node }) => ({ node }),
  'prompts.record': (at) => ({
    node: at.node,
    name: `Prompt ${fresh()}`,
    sound: readFileSync(wav(at)).toString('base64'),
    from: 'microphone',
  }),
  'prompts.speak': async (at) => ({
    node: at.node,
    voice: await anyVoice(at.folder, wav(at)),
    text: 'Hello.',
  }),
  'prompts.voices': ({ node }) => ({ node }),
  'prompts.remove': async (at) => ({ id: await prompt(at), version: 1 }),
};
