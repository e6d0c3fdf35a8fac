import { id } from '../ids.ts';
import { operation } from '../operation.ts';
import { z } from '../zod.ts';
import { version } from './fields.ts';

export const profileOperations = {
  'profile.view': operation({
    name: 'profile.view',
    kind: 'query',
    title: 'Profile',
    permission: 'profile.view',
    input: () => z.strictObject({ id: id() }),
    output: () =>
      z.strictObject({
        id: z.string(),
        firstName: z.string(),
        lastName: z.string(),
        email: z.string(),
        version: z.number(),
      }),
    targets: (input) => [{ kind: 'person', id: input.id }],
  }),
  'profile.edit': operation({
    name: 'profile.edit',
    kind: 'command',
    title: 'Change profile',
    permission: 'profile.edit',
    input: () =>
      z.strictObject({
        id: id(),
        version: version(),
        firstName: z.string().trim().min(1, 'Enter a first name.').max(80).meta({ label: 'First name' }),
        lastName: z.string().trim().min(1, 'Enter a last name.').max(80).meta({ label: 'Last name' }),
      }),
    output: () => z.strictObject({ version: z.number() }),
    targets: (input) => [{ kind: 'person', id: input.id }],
  }),
};
