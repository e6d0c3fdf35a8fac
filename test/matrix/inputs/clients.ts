import type { clientOperations } from '#shared/operations/clients.ts';
import type { logKeepingOperations } from '#shared/operations/log-keeping.ts';
import { type InputsOf, MISSING, type Place } from './place.ts';

const client = (at: Place, blocked: boolean): Promise<string> =>
  at.missing ? Promise.resolve(MISSING) : at.make.client(at.node, at.realm, blocked);

export const clientInputs: InputsOf<typeof clientOperations> = {
  'clients.block': async (at) => ({ id: await client(at, false), version: 1 }),
  'clients.get': async (at) => ({ id: await client(at, false) }),
  'clients.list': ({ node }) => ({ node }),
  'clients.unblock': async (at) => ({ id: await client(at, true), version: 1 }),
};

export const logKeepingInputs: InputsOf<typeof logKeepingOperations> = {
  'clients.erase': ({ node }) => ({ node, client: 'nobody' }),
  'logKeeping.list': ({ node }) => ({ node }),
  'logKeeping.retain': ({ node }) => ({ node, months: 1_200 }),
};
