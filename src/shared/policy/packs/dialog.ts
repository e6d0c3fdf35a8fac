import type { Pack } from '../pack.ts';
import type { PermissionId } from '../permissions.ts';

type Ability = readonly [words: string, permissions: readonly PermissionId[], condition?: 'self'];

const PROFILE_CHANGE = "Access to view and change the user's personal information in the user's profile.";
const PROFILE_CHANGE_BARE = 'Access to view and change personal user information in the user profile.';

/** Each role's abilities in the document's order and words, cut where it lists several things. */
const ABILITIES: Readonly<Record<string, readonly Ability[]>> = {
  ACCESSOR: [
    ['Accessor can see a list of clients.', ['clients.view']],
    ['Reading logs', ['dialogLogs.view']],
    ['tagging them with special tags.', ['dialogLogs.tag']],
    ['View the channels on the Channels page', ['channels.view']],
    ['the User flow page', ['userFlow.view']],
    ['the list of projects', ['projects.view']],
    ['project statistics', ['projectStatistics.view']],
    ['project overview page.', ['projectOverview.view']],
  ],
  ANALYST: [
    ['Analyst can see list of clients', ['clients.view']],
    ['logs', ['dialogLogs.view']],
    ['channels on the Channels page', ['channels.view']],
    ['User flow page', ['userFlow.view']],
    ['a list of projects', ['projects.view']],
    ['project statistics', ['projectStatistics.view']],
    ['tags.', ['tags.view']],
    [PROFILE_CHANGE, ['profile.view', 'profile.edit'], 'self'],
  ],
  CONTENT_MANAGER: [
    ['Content manager can see a list of clients', ['clients.view']],
    ['logs.', ['dialogLogs.view']],
    ['View and edit content in the editor.', ['content.view', 'content.edit']],
    ['View and create channels on the Channels page.', ['channels.view', 'channels.create']],
    [
      'View deployment statistics with the option of manual deployment.',
      ['deployments.viewStatistics', 'deployments.start'],
    ],
    ['View, create and edit news.', ['news.view', 'news.create', 'news.edit']],
    ['View settings', ['settings.view']],
    ['the User flow page', ['userFlow.view']],
    ['the list of projects', ['projects.view']],
    ['statistics for the project', ['projectStatistics.view']],
    ['the overview page for the project.', ['projectOverview.view']],
    [
      "Access to view and edit the user's personal information in the user's profile.",
      ['profile.view', 'profile.edit'],
      'self',
    ],
  ],
  DIALER_ADMIN: [
    [
      'Create, view and edit the number list.',
      ['numberLists.create', 'numberLists.view', 'numberLists.edit'],
    ],
    ['Create and view the voice broadcasts list.', ['broadcasts.create', 'broadcasts.view']],
  ],
  DIALER_USER: [
    ['View the list of numbers', ['numberLists.view']],
    ['voice broadcasts.', ['broadcasts.view']],
  ],
  DIALER_VERIFIED: [
    [
      'Possibility to manage voice broadcasts: start, suspend, finish.',
      ['broadcasts.start', 'broadcasts.suspend', 'broadcasts.finish'],
    ],
  ],
  INITIAL: [['Client without access to make any changes.', []]],
  OPERATOR: [
    ['Operator can see list of clients.', ['clients.view']],
    ['Operator can block or unblock clients', ['clients.block', 'clients.unblock']],
    ['view a list of projects', ['projects.view']],
    ['project statistics', ['projectStatistics.view']],
    ['the project overview page.', ['projectOverview.view']],
    [PROFILE_CHANGE_BARE, ['profile.view', 'profile.edit'], 'self'],
  ],
  RAWLOGS_ANALYTIC: [
    ["A .csv file with the account's dialog logs is available for download.", ['rawLogs.export']],
  ],
  TECH_SUPPORT: [
    ['Technical support can see a list of projects', ['projects.view']],
    ['project statistics', ['projectStatistics.view']],
    ['project overview page.', ['projectOverview.view']],
    [PROFILE_CHANGE, ['profile.view', 'profile.edit'], 'self'],
  ],
  USER: [
    ['User can see list of users and roles (including dialogs)', ['users.view', 'roles.view']],
    ['logs', ['dialogLogs.view']],
    ['content in the editor', ['content.view']],
    ['channels on the Channels page', ['channels.view']],
    ['deployment page', ['deployments.view']],
    ['news', ['news.view']],
    ['settings', ['settings.view']],
    ['User flow page', ['userFlow.view']],
    ['project list', ['projects.view']],
    ['project statistics', ['projectStatistics.view']],
    ['tags.', ['tags.view']],
    [PROFILE_CHANGE_BARE, ['profile.view', 'profile.edit'], 'self'],
  ],
  ADMINISTRATOR: [
    [
      'The administrator can add users to the account and assign the role model.',
      ['users.create', 'assignments.grant', 'roles.view', 'roles.edit'],
    ],
    ['You will see all users connected to this account and their roles.', ['users.view', 'roles.view']],
    ['Press, Add user then fill next info for username:', ['users.create', 'users.edit']],
    [
      'Switch to the Active in inactive mode, the user will not be able to use the account, even if the username and password are correct.',
      ['users.switch'],
    ],
  ],
};

const PEOPLE_AND_PROJECT_ROLES = new Set([
  'ACCESSOR',
  'ANALYST',
  'CONTENT_MANAGER',
  'OPERATOR',
  'TECH_SUPPORT',
  'USER',
]);
const ROLES = Object.keys(ABILITIES);

/** The dialog platform's role model: eleven roles and the account's administrator. */
export const dialogPack: Pack = {
  id: 'J',
  version: 1,
  title: 'Dialog platform',
  source: 'Dialog platform, page "Role model": user list, adding a user, role access',
  nodeKinds: [
    { kind: 'account', title: 'Account', parent: 'realm' },
    { kind: 'project', title: 'Project', parent: 'account' },
  ],
  roles: ROLES.map((id) => ({
    id,
    words: (ABILITIES[id] ?? []).map(([words]) => words).join(' '),
    nodeKinds: PEOPLE_AND_PROJECT_ROLES.has(id) ? ['account', 'project'] : ['account'],
    signIn: true,
    manages: id === 'ADMINISTRATOR' ? ROLES : [],
  })),
  rows: ROLES.flatMap((id) =>
    (ABILITIES[id] ?? []).map(([words, permissions, condition], index) => ({
      id: `J.${id}.${index + 1}`,
      section: id,
      words,
      permissions: [...permissions],
      cells: {
        [id]: { token: 'stated', value: condition === undefined ? 'allow' : 'conditional' } as const,
      },
      ...(condition === undefined ? {} : { condition }),
    })),
  ),
};
