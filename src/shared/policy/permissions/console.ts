/** Rights over the workspace itself, which no platform's document speaks of. */
export const consolePermissions = {
  'realms.view': 'See realms',
  'realms.create': 'Create realms',
  'realms.edit': 'Rename realms and archive them',
  'nodes.create': 'Add scopes',
  'nodes.edit': 'Rename scopes and set their products',
  'nodes.move': 'Move scopes',
  'nodes.archive': 'Archive and restore scopes',
  'packs.import': 'Import role packs',
  'packs.use': 'Put a role pack into force in a realm',
  'gateways.manage': 'Manage gateways and caller ids',
  'audit.view': 'Read the audit trail',
  'dialogLogs.import': 'Import dialog logs',
  'logs.retain': 'Set how long dialog logs are kept',
  'clients.erase': 'Erase a client from dialog logs',
} as const;
