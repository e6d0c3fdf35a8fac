import type { accountOperations } from '#shared/operations/accounts.ts';
import type { HandlersOf } from './handler.ts';
import { scopeListHandler } from './scope-list.ts';

export const accountHandlers: HandlersOf<typeof accountOperations> = {
  'accounts.list': scopeListHandler('account', 'accounts.view'),
};
