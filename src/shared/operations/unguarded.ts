import type { Operation } from '../operation.ts';
import { PERMISSION_IDS, type PermissionId } from '../policy/permissions.ts';
import { operations } from './index.ts';

/** Permissions that the packs speak of and that guard no operation yet, in catalogue order. */
export function unguardedPermissions(): PermissionId[] {
  const guarded = new Set<string>();
  const declared: readonly Operation[] = Object.values(operations);
  for (const { permission } of declared) {
    const ids = typeof permission === 'object' ? Object.values(permission.byScope) : [permission];
    for (const id of ids) guarded.add(id);
  }
  return PERMISSION_IDS.filter((id) => !guarded.has(id));
}
