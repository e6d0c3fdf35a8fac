import type { userOperations } from '#shared/operations/users.ts';
import { fresh, type InputsOf, person } from './place.ts';

const password = { password: 'quiet-harbor-93-lamp', repeat: 'quiet-harbor-93-lamp' };
const names = (id: string) => ({ firstName: 'A', lastName: 'B', email: `${id}@y.example` });

export const userInputs: InputsOf<typeof userOperations> = {
  'users.assignableRoles': ({ node }) => ({ node }),
  'users.create': (at) => ({ node: at.node, ...names(`new-${fresh()}`), access: [], ...password }),
  'users.edit': async (at) => {
    const id = await person(at);
    return { id, version: 1, ...names(`edited-${fresh()}`) };
  },
  'users.get': async (at) => ({ id: await person(at) }),
  'users.list': ({ node }) => ({ node }),
  'users.setPassword': async (at) => ({ id: await person(at), ...password }),
  'users.switchOff': async (at) => ({ id: await person(at), version: 1 }),
  'users.switchOn': async (at) => ({ id: await person(at, false), version: 1 }),
};
