import type { promptOperations } from '#shared/operations/prompts.ts';
import { fresh, type InputsOf, prompt, wav } from './place.ts';

export const promptInputs: InputsOf<typeof promptOperations> = {
  'prompts.audio': async (at) => ({ id: await prompt(at) }),
  'prompts.import': (at) => ({ node: at.node, name: `Prompt ${fresh()}`, file: wav(at) }),
  'prompts.list': ({ node }) => ({ node }),
  'prompts.remove': async (at) => ({ id: await prompt(at), version: 1 }),
};
