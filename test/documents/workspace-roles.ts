/** What the README, section "Workspace roles", gives the workspace's own two roles. */
export const WORKSPACE_ROLES: Readonly<Record<string, readonly string[]>> = {
  WORKSPACE_ADMIN: [
    'realms.create',
    'realms.view',
    'realms.edit',
    'users.view',
    'users.create',
    'users.edit',
    'users.switch',
    'users.delete',
    'roles.view',
    'roles.edit',
    'assignments.grant',
    'audit.view',
    'nodes.create',
    'nodes.edit',
    'nodes.move',
    'nodes.archive',
    'packs.import',
    'packs.use',
  ],
  AUDITOR: ['audit.view'],
};
