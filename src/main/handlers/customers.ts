import type { customerOperations } from '#shared/operations/customers.ts';
import type { HandlersOf } from './handler.ts';
import { scopeListHandler } from './scope-list.ts';

export const customerHandlers: HandlersOf<typeof customerOperations> = {
  'customers.list': scopeListHandler('customer', 'customers.view'),
};
