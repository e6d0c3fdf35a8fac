import type { Pack } from '../pack.ts';

const stated = (role: string) => ({ [role]: { token: 'stated', value: 'allow' } as const });

/** Rolecall's own two roles over the workspace, which the platforms' documents do not speak of. */
export const consolePack: Pack = {
  id: 'console',
  version: 1,
  title: 'Workspace',
  source: 'Rolecall, README, section "Workspace roles"',
  nodeKinds: [],
  roles: [
    {
      id: 'WORKSPACE_ADMIN',
      words:
        'Creates realms, appoints their administrators, reads the audit trail and brings dialog logs in.',
      nodeKinds: ['platform'],
      signIn: true,
      manages: [
        'WORKSPACE_ADMIN',
        'AUDITOR',
        'E:Root',
        'J:ADMINISTRATOR',
        'N:admin',
        'T:Vendor Staff',
        'X:Admin',
      ],
    },
    {
      id: 'AUDITOR',
      words: 'Reads the audit trail and changes nothing.',
      nodeKinds: ['platform', 'realm'],
      signIn: true,
      manages: [],
    },
  ],
  rows: [
    {
      id: 'console.1',
      section: 'Workspace',
      words: 'The workspace administrator creates realms and sees all of them.',
      permissions: ['realms.create', 'realms.view', 'realms.edit'],
      cells: stated('WORKSPACE_ADMIN'),
    },
    {
      id: 'console.2',
      section: 'Workspace',
      words: 'The workspace administrator adds people and appoints the administrators of each realm.',
      permissions: [
        'users.view',
        'users.create',
        'users.edit',
        'users.switch',
        'users.delete',
        'roles.view',
        'roles.edit',
        'assignments.grant',
      ],
      cells: stated('WORKSPACE_ADMIN'),
    },
    {
      id: 'console.3',
      section: 'Workspace',
      words: 'The workspace administrator and the auditor read the audit trail.',
      permissions: ['audit.view'],
      cells: { ...stated('WORKSPACE_ADMIN'), ...stated('AUDITOR') },
    },
    {
      id: 'console.4',
      section: 'Workspace',
      words:
        'The workspace administrator shapes the scopes of each realm where its document names nobody who does.',
      permissions: ['nodes.create', 'nodes.edit', 'nodes.move', 'nodes.archive'],
      cells: stated('WORKSPACE_ADMIN'),
    },
    {
      id: 'console.5',
      section: 'Workspace',
      words:
        'The workspace administrator imports role packs and puts one of their versions into force in a realm.',
      permissions: ['packs.import', 'packs.use'],
      cells: stated('WORKSPACE_ADMIN'),
    },
    {
      id: 'console.6',
      section: 'Dialog logs',
      words:
        'The workspace administrator brings dialog logs in, says how long they are kept, and erases a client from them, but does not read them.',
      permissions: ['dialogLogs.import', 'logs.retain', 'clients.erase'],
      cells: stated('WORKSPACE_ADMIN'),
    },
    {
      id: 'console.7',
      section: 'Workspace',
      words:
        'The workspace administrator sets up the gateways that place calls, with their passwords, and says which caller ids are verified.',
      permissions: ['gateways.manage'],
      cells: stated('WORKSPACE_ADMIN'),
    },
  ],
};
