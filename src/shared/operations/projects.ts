import { scopeList } from './scope-list.ts';

export const projectOperations = {
  'projects.list': scopeList({ name: 'projects.list', title: 'Projects', permission: 'projects.view' }),
};
