import type { organizationOperations } from '#shared/operations/organizations.ts';
import type { HandlersOf } from './handler.ts';
import { scopeListHandler } from './scope-list.ts';

export const organizationHandlers: HandlersOf<typeof organizationOperations> = {
  'organizations.list': scopeListHandler('organization', 'organizations.view'),
};
