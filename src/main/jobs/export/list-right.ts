import type { Operation } from '#shared/operation.ts';
import { findOperation } from '#shared/operations/index.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';

/** Whether an operation answers with pages of a list. */
export function isList(operation: Operation): boolean {
  const { shape } = operation.input;
  return operation.kind === 'query' && Object.hasOwn(shape, 'offset') && Object.hasOwn(shape, 'limit');
}

/** The right that exporting a list needs at each of its targets besides seeing it; null if none. */
export function rightToExport({ exportNeeds, name }: Operation): PermissionId | null {
  if (exportNeeds === undefined) return null;
  const permission = findOperation(exportNeeds)?.permission;
  if (typeof permission !== 'string' || permission === 'anyone' || permission === 'signed-in') {
    throw new Error(`${name}: "${exportNeeds}" is not guarded by one right.`);
  }
  return permission;
}
