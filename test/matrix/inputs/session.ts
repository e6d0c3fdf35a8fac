import type { sessionOperations } from '#shared/operations/session.ts';
import { type InputsOf, person } from './place.ts';

export const sessionInputs: InputsOf<typeof sessionOperations> = {
  'session.viewAs': async (at) => ({ id: at.colleague ?? (await person(at)) }),
};
