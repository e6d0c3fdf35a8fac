import type { auditOperations } from '#shared/operations/audit.ts';
import type { InputsOf } from './place.ts';

export const auditInputs: InputsOf<typeof auditOperations> = {
  'audit.list': ({ node }) => ({ node }),
};
