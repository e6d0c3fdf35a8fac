import { join } from 'node:path';
import type { broadcastOperations } from '#shared/operations/broadcasts.ts';
import { broadcast, called, fresh, type InputsOf, list } from './place.ts';

export const broadcastInputs: InputsOf<typeof broadcastOperations> = {
  'broadcasts.attempts': async (at) => ({ id: await broadcast(at, 'draft') }),
  'broadcasts.copy': async (at) => ({ id: await called(at, 'not-called'), name: `Copy ${fresh()}` }),
  'broadcasts.create': async (at) => ({ node: at.node, name: `New ${fresh()}`, list: await list(at) }),
  'broadcasts.edit': async (at) => ({
    id: await broadcast(at, 'draft'),
    version: 1,
    name: `Edited ${fresh()}`,
    list: await list(at),
  }),
  'broadcasts.exportAttempts': async (at) => ({
    id: await broadcast(at, 'draft'),
    file: join(at.folder, `attempts-${fresh()}.csv`),
  }),
  'broadcasts.finish': async (at) => ({ id: await broadcast(at, 'suspended') }),
  'broadcasts.get': async (at) => ({ id: await broadcast(at, 'draft') }),
  'broadcasts.list': ({ node }) => ({ node }),
  'broadcasts.outcomes': async (at) => ({ id: await broadcast(at, 'draft') }),
  'broadcasts.preflight': async (at) => ({ id: await broadcast(at, 'draft') }),
  'broadcasts.redial': async (at) => ({ id: await called(at, 'interrupted') }),
  'broadcasts.resume': async (at) => ({ id: await broadcast(at, 'suspended') }),
  'broadcasts.start': async (at) => ({ id: await broadcast(at, 'draft') }),
  'broadcasts.suspend': async (at) => ({ id: await broadcast(at, 'running') }),
};
