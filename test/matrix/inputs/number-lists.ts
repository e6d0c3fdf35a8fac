import type { numberListOperations } from '#shared/operations/number-lists.ts';
import { csv, fresh, type InputsOf, list } from './place.ts';

export const numberListInputs: InputsOf<typeof numberListOperations> = {
  'numberLists.entries': async (at) => ({ id: await list(at) }),
  'numberLists.get': async (at) => ({ id: await list(at) }),
  'numberLists.import': (at) => ({ node: at.node, name: `Import ${fresh()}`, file: csv(at) }),
  'numberLists.list': ({ node }) => ({ node }),
  'numberLists.preview': (at) => ({ node: at.node, file: csv(at) }),
  'numberLists.problems': async (at) => ({ id: await list(at) }),
  'numberLists.remove': async (at) => ({ id: await list(at), version: 1 }),
  'numberLists.rename': async (at) => ({ id: await list(at), version: 1, name: `Renamed ${fresh()}` }),
};
