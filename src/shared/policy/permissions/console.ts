/** Rights over the workspace itself, which no platform's document speaks of. */
export const consolePermissions = {
  'realms.view': 'See realms',
  'realms.create': 'Create realms',
  'audit.view': 'Read the audit trail',
} as const;
