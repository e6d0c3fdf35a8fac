import type { projectOperations } from '#shared/operations/projects.ts';
import type { InputsOf } from './place.ts';

const MAY = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 5, 1) };

export const projectInputs: InputsOf<typeof projectOperations> = {
  'projects.list': ({ node }) => ({ node }),
  'projects.overview': ({ project }) => ({ node: project, ...MAY }),
  'projects.statistics': ({ project }) => ({ node: project, ...MAY }),
  'userFlow.get': ({ project }) => ({ node: project, ...MAY }),
};
