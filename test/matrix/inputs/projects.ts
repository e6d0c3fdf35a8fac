import type { projectOperations } from '#shared/operations/projects.ts';
import type { InputsOf } from './place.ts';

export const projectInputs: InputsOf<typeof projectOperations> = {
  'projects.list': ({ node }) => ({ node }),
};
