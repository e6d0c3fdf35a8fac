import type { roleOperations } from '#shared/operations/roles.ts';
import { fresh, type InputsOf, MISSING, type Place } from './place.ts';

const role = (at: Place): Promise<string> =>
  at.missing ? Promise.resolve(MISSING) : at.make.role(at.node, at.realm);

export const roleInputs: InputsOf<typeof roleOperations> = {
  'roles.create': ({ node }) => ({ node, name: `Role ${fresh()}`, basedOn: 'ANALYST' }),
  'roles.delete': async (at) => ({ id: await role(at), version: 1 }),
  'roles.edit': async (at) => ({ id: await role(at), version: 1, name: `Renamed ${fresh()}`, cells: {} }),
  'roles.get': async (at) => ({ id: await role(at) }),
  'roles.holders': ({ node }) => ({ node, pack: 'J', role: 'ANALYST' }),
  'roles.list': ({ node }) => ({ node }),
};
