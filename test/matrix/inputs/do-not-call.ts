import type { doNotCallOperations } from '#shared/operations/do-not-call.ts';
import { csv, fresh, type InputsOf, source } from './place.ts';

export const doNotCallInputs: InputsOf<typeof doNotCallOperations> = {
  'doNotCall.add': async (at) => ({ id: await source(at), numbers: '+12125550177' }),
  'doNotCall.check': ({ node }) => ({ node, number: '+12125550101' }),
  'doNotCall.create': ({ node }) => ({ node, name: `Source ${fresh()}` }),
  'doNotCall.edit': async (at) => ({ id: await source(at), version: 1, name: `Source ${fresh()}` }),
  'doNotCall.get': async (at) => ({ id: await source(at) }),
  'doNotCall.import': async (at) => ({ id: await source(at), file: csv(at) }),
  'doNotCall.list': ({ node }) => ({ node }),
  'doNotCall.numbers': async (at) => ({ id: await source(at) }),
  'doNotCall.remove': async (at) => ({ id: await source(at), version: 1 }),
  'doNotCall.removeNumbers': async (at) => ({ id: await source(at), numbers: ['+12125550177'] }),
};
