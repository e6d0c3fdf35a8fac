import type { roleOperations } from '#shared/operations/roles.ts';
import { ok } from '#shared/reply.ts';
import type { HandlersOf } from './handler.ts';
import { changeRole, createRole, customOf, NO_SUCH_ROLE } from './roles/custom.ts';
import { deleteRole } from './roles/delete.ts';
import { listHolders, listRoles } from './roles/list.ts';

/** The roles of a realm, who holds them, and the custom ones among them. */
export const roleHandlers: HandlersOf<typeof roleOperations> = {
  'roles.list': async (tx, input, context) => ok(await listRoles(tx, input.node, context)),
  'roles.holders': async (tx, input, context) => ok(await listHolders(tx, input, context)),
  'roles.get': async (tx, input, context) => {
    const role = await customOf(tx, input.id, context);
    return role === undefined ? NO_SUCH_ROLE : ok(role);
  },
  'roles.create': createRole,
  'roles.edit': changeRole,
  'roles.delete': deleteRole,
};
