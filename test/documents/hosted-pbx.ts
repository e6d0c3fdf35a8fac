/** A right of a scope, with what it depends on: the own record, membership of the queue, access to the queue. */
export type ScopeRight = readonly [permission: string, condition: 'self' | 'member' | 'granted-queue' | null];

const BASIC_USER: readonly ScopeRight[] = [
  ['mobileApps.use', null],
  ['webPhones.use', null],
  ['attendantConsole.use', null],
  ['extensions.manage', 'self'],
  ['extensionSettings.manage', 'self'],
  ['callHistory.view', 'self'],
];

/** What the hosted PBX's document gives its five scopes and the admin, typed from the document. */
export const HOSTED_PBX: Readonly<Record<string, readonly ScopeRight[]>> = {
  'Basic User': BASIC_USER,
  'Office Manager': [
    ...BASIC_USER,
    ['pbxSettings.view', null],
    ['autoAttendants.create', null],
    ['autoAttendants.edit', null],
    ['callQueues.create', null],
    ['callQueues.edit', null],
    ['timeFrames.create', null],
    ['timeFrames.edit', null],
    ['users.view', null],
    ['users.edit', null],
    ['supervisorSettings.edit', null],
  ],
  'Call Center Agent': [
    ...BASIC_USER,
    ['agentPage.view', null],
    ['callQueues.view', 'member'],
    ['callQueues.viewStatus', 'member'],
    ['callQueues.logIn', 'member'],
    ['agentStatus.edit', 'self'],
  ],
  'Call Center Supervisor': [
    ...BASIC_USER,
    ['supervisorPage.view', null],
    ['callQueues.view', 'granted-queue'],
    ['callActivity.view', null],
    ['callStatistics.view', null],
    ['callAgents.view', null],
    ['callReports.run', null],
    ['callAgents.viewStatistics', null],
  ],
  'No Portal': [],
  admin: [
    ['supervisorSettings.edit', null],
    ['users.view', null],
    ['roles.view', null],
    ['assignments.grant', null],
  ],
};
