import { consolePermissions } from './permissions/console.ts';
import { dialogPermissions } from './permissions/dialog.ts';
import { peoplePermissions } from './permissions/people.ts';

/** Every permission id with the words that the UI and explanations use for it. */
export const PERMISSIONS = {
  ...peoplePermissions,
  ...consolePermissions,
  ...dialogPermissions,
} as const;

export type PermissionId = keyof typeof PERMISSIONS;

/** All ids in catalogue order; an id's position is its bit in a compiled role. */
export const PERMISSION_IDS = Object.keys(PERMISSIONS) as readonly PermissionId[];

export function isPermission(id: string): id is PermissionId {
  return Object.hasOwn(PERMISSIONS, id);
}
