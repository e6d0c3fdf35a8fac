import type { assignmentOperations } from '#shared/operations/assignments.ts';
import { assignment, type InputsOf, MISSING, type Place, person } from './place.ts';

const gift = async (at: Place) => ({
  person: await person(at),
  pack: 'J',
  role: 'DIALER_USER',
  node: at.node,
});

export const assignmentInputs: InputsOf<typeof assignmentOperations> = {
  'assignments.copy': async (at) => ({ from: await person(at), to: [MISSING] }),
  'assignments.edit': async (at) => ({ id: await assignment(at), version: 1 }),
  'assignments.grant': gift,
  'assignments.grantMany': async (at) => ({ items: [await gift(at)] }),
  'assignments.list': ({ node }) => ({ node }),
  'assignments.qualifiers': ({ node }) => ({ node }),
  'assignments.revoke': async (at) => ({ id: await assignment(at) }),
  'assignments.revokeMany': async (at) => ({ ids: [await assignment(at)] }),
  // Only the business texting pack grants these two.
  'lineAccess.set': async (at) => ({ id: await assignment(at), version: 1, lines: [] }),
  'productAccess.set': async (at) => ({ id: await assignment(at), version: 1, products: [] }),
};
