import type { profileOperations } from '#shared/operations/profile.ts';
import type { InputsOf } from './place.ts';

export const profileInputs: InputsOf<typeof profileOperations> = {
  'profile.edit': (at) => ({ id: at.self, version: 1, firstName: 'A', lastName: 'B' }),
  'profile.view': (at) => ({ id: at.self }),
};
