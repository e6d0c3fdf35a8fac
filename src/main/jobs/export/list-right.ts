import type { Operation, Target } from '#shared/operation.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import { type Failure, fail } from '#shared/reply.ts';

/** Whether an operation answers with pages of a list. */
export function isList(operation: Operation): boolean {
  const { shape } = operation.input;
  return operation.kind === 'query' && Object.hasOwn(shape, 'offset') && Object.hasOwn(shape, 'limit');
}

/**
 * Why somebody who may see a list may not export it; null if they may. Some lists (the raw dialog log) need a right of
 * their own for that, at each place that they are asked for.
 */
export function mayExport(
  { exportNeeds, title }: Operation,
  targets: readonly Target[],
  holds: (permission: PermissionId, node: string) => boolean,
): Failure | null {
  if (exportNeeds === undefined) return null;
  if (targets.every(({ kind, id }) => kind === 'node' && holds(exportNeeds, id))) return null;
  const message = `${title}: exporting them needs a right of its own, which you don't hold for all of this list. Choose the account for which you do, or ask who gives roles.`;
  return fail('denied', message, { reason: 'no-role-grants' }).error;
}
