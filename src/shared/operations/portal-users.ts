import { PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { userOperations } from './users.ts';

const users = userOperations['users.list'];

export const portalUserOperations = {
  'portalUsers.list': operation({
    name: 'portalUsers.list',
    kind: 'query',
    title: 'Portal users',
    permission: {
      byScope: {
        realm: 'portalUsers.view',
        server: 'portalUsers.view',
        conduit: 'portalUsers.view.conduit',
        // Asked of no scope: whatever the person may see of them anywhere.
        '*': 'portalUsers.view.customer',
      },
    },
    reach: 'within',
    input: () => users.input,
    output: () => users.output,
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
};
