import { scopeList } from './scope-list.ts';

export const organizationOperations = {
  'organizations.list': scopeList({
    name: 'organizations.list',
    title: 'Organizations',
    permission: 'organizations.view',
  }),
};
