import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { userOperations } from '#shared/operations/users.ts';
import { fresh, type InputsOf, type Place, person } from './place.ts';

const password = { password: 'quiet-harbor-93-lamp', repeat: 'quiet-harbor-93-lamp' };
const names = (id: string) => ({ firstName: 'A', lastName: 'B', email: `${id}@y.example` });

const people = ({ folder }: Place): string => {
  const file = join(folder, `people-${fresh()}.csv`);
  writeFileSync(file, `First name,Last name,E-mail\nNia,Field,nia-${fresh()}@y.example\n`);
  return file;
};

export const userInputs: InputsOf<typeof userOperations> = {
  'users.assignableRoles': ({ node }) => ({ node }),
  'users.create': (at) => ({ node: at.node, ...names(`new-${fresh()}`), access: [], ...password }),
  'users.delete': async (at) => ({ id: await person(at), version: 1 }),
  'users.edit': async (at) => {
    const id = await person(at);
    return { id, version: 1, ...names(`edited-${fresh()}`) };
  },
  'users.exportCsv': (at) => ({ node: at.node, file: join(at.folder, `out-${fresh()}.csv`) }),
  'users.fate': async (at) => ({ id: await person(at) }),
  'users.get': async (at) => ({ id: await person(at) }),
  'users.importCsv': (at) => ({ node: at.node, file: people(at) }),
  'users.invite': (at) => ({ node: at.node, ...names(`invited-${fresh()}`) }),
  'users.list': ({ node }) => ({ node }),
  'users.previewCsv': (at) => ({ node: at.node, file: people(at) }),
  'users.setPassword': async (at) => ({ id: await person(at), ...password }),
  'users.switchMany': async (at) => ({ active: false, users: [{ id: await person(at), version: 1 }] }),
  'users.switchOff': async (at) => ({ id: await person(at), version: 1 }),
  'users.switchOn': async (at) => ({ id: await person(at, false), version: 1 }),
};
