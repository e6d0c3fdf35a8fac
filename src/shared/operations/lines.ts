import { scopeList } from './scope-list.ts';

export const lineOperations = {
  // Reading rule 9: who may use a line sees that it is there.
  'lines.list': scopeList({
    name: 'lines.list',
    title: 'Lines',
    permission: 'lines.view',
    minimalFor: ['lines.use'],
  }),
};
