import type { Cell, Condition, Pack, PackRow } from '../pack.ts';
import type { PermissionId } from '../permissions.ts';

interface Statement {
  readonly words: string;
  readonly permissions: readonly PermissionId[];
  readonly condition?: Condition;
  /** Those besides the section's own scope for whom the sentence speaks. */
  readonly also?: readonly string[];
  readonly note?: string;
}

const BASIC = 'Basic User';
const OFFICE_MANAGER = 'Office Manager';
const AGENT = 'Call Center Agent';
const SUPERVISOR = 'Call Center Supervisor';
const NO_PORTAL = 'No Portal';
const ADMIN = 'admin';
/** "The same privileges" as a Basic User, said of each of the three. */
const UPGRADES = [OFFICE_MANAGER, AGENT, SUPERVISOR];

/** Each scope's sentences in the document's order and words, cut where one lists several things. */
const STATEMENTS: Readonly<Record<string, readonly Statement[]>> = {
  [BASIC]: [
    {
      words:
        'They will have access to most features of the platform including the mobile apps, web phones and attendant console.',
      permissions: ['mobileApps.use', 'webPhones.use', 'attendantConsole.use'],
      also: UPGRADES,
      note: 'Reading rule 10: "most features" is closed to the three that are named.',
    },
    {
      words:
        'When a Basic User logs into the PBX portal they will be able to manage their extension and settings.',
      permissions: ['extensions.manage', 'extensionSettings.manage'],
      condition: 'self',
      also: UPGRADES,
    },
    {
      words: 'They can also view their call history.',
      permissions: ['callHistory.view'],
      condition: 'self',
      also: UPGRADES,
    },
  ],
  [OFFICE_MANAGER]: [
    {
      words:
        'An Office Manager has the same privileges as a Basic User plus they are granted access to the Organizations main PBX settings.',
      permissions: ['pbxSettings.view'],
    },
    {
      words:
        'This means they can add and edit core features like Auto Attendants, Call Queues, global Time Frames, etc…',
      permissions: [
        'autoAttendants.create',
        'autoAttendants.edit',
        'callQueues.create',
        'callQueues.edit',
        'timeFrames.create',
        'timeFrames.edit',
      ],
      note: 'Reading rule 10: "etc" is closed to the three that are named.',
    },
    {
      words: 'Office Managers can also view and edit all Users in their PBX System.',
      permissions: ['users.view', 'users.edit'],
    },
  ],
  [AGENT]: [
    {
      words: 'They have the same privileges plus access to an additional Call Center Agent page.',
      permissions: ['agentPage.view'],
    },
    {
      words: 'On this page they can view queues they are members of and the queues overall status.',
      permissions: ['callQueues.view', 'callQueues.viewStatus'],
      condition: 'member',
    },
    {
      words: 'In addition Agent can log in and out of queues',
      permissions: ['callQueues.logIn'],
      condition: 'member',
    },
    { words: 'and change their status.', permissions: ['agentStatus.edit'], condition: 'self' },
  ],
  [SUPERVISOR]: [
    {
      words:
        'They have the same privileges plus access to an additional Call Center Supervisor page and some of the global PBX settings.',
      permissions: ['supervisorPage.view'],
      note: 'Reading rule 10: "some of the global PBX settings" names none.',
    },
    {
      words: 'On the Supervisor page they can view all queues they have access to,',
      permissions: ['callQueues.view'],
      condition: 'granted-queue',
    },
    { words: 'see the systems call activity,', permissions: ['callActivity.view'] },
    { words: 'view a real time stats grid', permissions: ['callStatistics.view'] },
    { words: 'and view all Agents with their status.', permissions: ['callAgents.view'] },
    {
      words: 'Supervisors are also able to run advanced Call Center Reports',
      permissions: ['callReports.run'],
    },
    { words: 'and view real-time stats on any Agent.', permissions: ['callAgents.viewStatistics'] },
  ],
  [NO_PORTAL]: [
    {
      words: 'This scope is typically reserved for special “hidden” or System Users.',
      permissions: [],
      note: 'Never signs in.',
    },
  ],
  [ADMIN]: [
    {
      words: 'A Supervisors settings can be managed by an admin or another Office Manager.',
      permissions: ['supervisorSettings.edit'],
      also: [OFFICE_MANAGER],
    },
    {
      words: 'The following scopes can be assigned to any User.',
      permissions: ['users.view', 'roles.view', 'assignments.grant'],
      note: 'The document does not say by whom; read as the admin, whom it names once.',
    },
  ],
};

function rowsOf(section: string): PackRow[] {
  return (STATEMENTS[section] ?? []).map((one, index) => {
    const value = one.condition === undefined ? 'allow' : 'conditional';
    const stated: Cell = { token: 'stated', value: section === NO_PORTAL ? 'deny' : value };
    return {
      id: `N.${section}.${index + 1}`,
      section,
      words: one.words,
      permissions: [...one.permissions],
      cells: Object.fromEntries([section, ...(one.also ?? [])].map((role) => [role, stated])),
      ...(one.condition === undefined ? {} : { condition: one.condition }),
      ...(one.note === undefined ? {} : { note: one.note }),
    };
  });
}

const SCOPES = [BASIC, OFFICE_MANAGER, AGENT, SUPERVISOR, NO_PORTAL];

/** The hosted PBX's user scopes: five of them, one per person, and the admin. */
export const hostedPbxPack: Pack = {
  id: 'N',
  version: 1,
  title: 'Hosted PBX',
  source: 'Hosted PBX, article "User Permissions"',
  nodeKinds: [
    { kind: 'organization', title: 'Organization', parent: 'realm' },
    { kind: 'site', title: 'Site', parent: 'organization' },
  ],
  roles: [
    ...SCOPES.map((id) => ({
      id,
      words: (STATEMENTS[id] ?? []).map((one) => one.words).join(' '),
      nodeKinds: ['organization', 'site'],
      signIn: id !== NO_PORTAL,
      manages: [],
      perPerson: 1,
    })),
    {
      id: ADMIN,
      words: 'A Supervisors settings can be managed by an admin or another Office Manager.',
      nodeKinds: ['realm', 'organization'],
      signIn: true,
      manages: [...SCOPES, ADMIN],
    },
  ],
  rows: [...SCOPES, ADMIN].flatMap(rowsOf),
};
