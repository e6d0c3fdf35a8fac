import { scopeList } from './scope-list.ts';

export const customerOperations = {
  'customers.list': scopeList({ name: 'customers.list', title: 'Customers', permission: 'customers.view' }),
};
