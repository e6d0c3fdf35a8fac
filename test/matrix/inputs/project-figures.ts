import type { projectFigureOperations } from '#shared/operations/project-figures.ts';
import type { InputsOf } from './place.ts';

const MAY = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 5, 1) };

export const projectFigureInputs: InputsOf<typeof projectFigureOperations> = {
  'projects.overview': ({ project }) => ({ node: project, ...MAY }),
  'projects.statistics': ({ project }) => ({ node: project, ...MAY }),
  'userFlow.get': ({ project }) => ({ node: project, ...MAY }),
};
