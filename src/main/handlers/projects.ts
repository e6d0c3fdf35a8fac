import type { projectOperations } from '#shared/operations/projects.ts';
import type { HandlersOf } from './handler.ts';
import { scopeListHandler } from './scope-list.ts';

export const projectHandlers: HandlersOf<typeof projectOperations> = {
  'projects.list': scopeListHandler('project', 'projects.view'),
};
