import { businessTextingPermissions } from './permissions/business-texting.ts';
import { consolePermissions } from './permissions/console.ts';
import { dialogPermissions } from './permissions/dialog.ts';
import { hostedPbxPermissions } from './permissions/hosted-pbx.ts';
import { partnerAccountPermissions } from './permissions/partner-accounts.ts';
import { partnerAgentPermissions } from './permissions/partner-agents.ts';
import { partnerBillingPermissions } from './permissions/partner-billing.ts';
import { partnerNumberPermissions } from './permissions/partner-numbers.ts';
import { peoplePermissions } from './permissions/people.ts';
import { pushToTalkPermissions } from './permissions/push-to-talk.ts';

/** Every permission id with the words that the UI and explanations use for it. */
export const PERMISSIONS = {
  ...peoplePermissions,
  ...consolePermissions,
  ...dialogPermissions,
  ...pushToTalkPermissions,
  ...partnerAccountPermissions,
  ...partnerAgentPermissions,
  ...partnerBillingPermissions,
  ...partnerNumberPermissions,
  ...hostedPbxPermissions,
  ...businessTextingPermissions,
} as const;

export type PermissionId = keyof typeof PERMISSIONS;

/** All ids in catalogue order; an id's position is its bit in a compiled role. */
export const PERMISSION_IDS = Object.keys(PERMISSIONS) as readonly PermissionId[];

export function isPermission(id: string): id is PermissionId {
  return Object.hasOwn(PERMISSIONS, id);
}
