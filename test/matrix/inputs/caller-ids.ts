import type { callerIdOperations } from '#shared/operations/caller-ids.ts';
import { callerId, fresh, type InputsOf } from './place.ts';

export const callerIdInputs: InputsOf<typeof callerIdOperations> = {
  'callerIds.add': ({ node }) => ({ node, number: `+1202555${1_000 + fresh()}`, name: 'Front desk' }),
  'callerIds.choices': ({ node }) => ({ node }),
  'callerIds.list': ({ node }) => ({ node }),
  'callerIds.remove': async (at) => ({ id: await callerId(at), version: 1 }),
  'callerIds.verify': async (at) => ({
    id: await callerId(at),
    version: 1,
    evidence: 'Called back and answered.',
  }),
};
