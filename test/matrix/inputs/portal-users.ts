import type { portalUserOperations } from '#shared/operations/portal-users.ts';
import type { InputsOf } from './place.ts';

export const portalUserInputs: InputsOf<typeof portalUserOperations> = {
  'portalUsers.list': ({ node }) => ({ node }),
};
