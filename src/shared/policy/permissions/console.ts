/** Rights over the workspace itself, which no platform's document speaks of. */
export const consolePermissions = {
  'realms.view': 'See realms',
  'realms.create': 'Create realms',
  'audit.view': 'Read the audit trail',
  'dialogLogs.import': 'Import dialog logs',
  'logs.retain': 'Set how long dialog logs are kept',
  'clients.erase': 'Erase a client from dialog logs',
} as const;
