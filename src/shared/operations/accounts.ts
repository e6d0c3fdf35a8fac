import { scopeList } from './scope-list.ts';

export const accountOperations = {
  'accounts.list': scopeList({ name: 'accounts.list', title: 'Accounts', permission: 'accounts.view' }),
};
