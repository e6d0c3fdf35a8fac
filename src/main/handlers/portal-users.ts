import type { portalUserOperations } from '#shared/operations/portal-users.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { ok } from '#shared/reply.ts';
import { listUsers } from '../db/users.ts';
import type { HandlersOf } from './handler.ts';

/** By the document: all portal users, those within a conduit, those assigned to a customer. */
const VIEWS: readonly PermissionId[] = [
  'portalUsers.view',
  'portalUsers.view.conduit',
  'portalUsers.view.customer',
];

export const portalUserHandlers: HandlersOf<typeof portalUserOperations> = {
  'portalUsers.list': async (tx, input, context) => {
    const nodes = [...new Set(VIEWS.flatMap((permission) => context.visible(permission).nodes))];
    return ok(await listUsers(tx, input, { visible: { nodes, own: null }, now: context.now }));
  },
};
