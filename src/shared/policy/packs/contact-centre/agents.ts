import type { PartnerRow } from './row.ts';

/** The sections "Agents" and "Users" of the part "Customer Account - Basics". */
export const AGENTS_AND_USERS: readonly PartnerRow[] = [
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Create',
    description: 'Allows a user to create a new Administrator agent for a specific account.',
    marks: ['Check', 'Check'],
    permissions: ['agents.create'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Change Email',
    description:
      'Allows a user to change an agent’s email for a specific account. Also allows for a user to resend the invitation e-mail for unconfirmed users.',
    marks: ['Check', 'Check'],
    permissions: ['agents.changeEmail'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Change Twilio Region',
    description: 'Allows a user to change an agent’s Twilio WebRTC Region for a specific account.',
    marks: ['', 'Check'],
    permissions: ['agents.changeRegion'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Change Role',
    description: 'Allows a user to change an agent role to Administrator.',
    marks: ['Check', 'Check'],
    permissions: ['agents.changeRole'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Reactivate',
    description: 'Reactivate an inactive user',
    marks: ['Check', 'Check'],
    permissions: ['agents.reactivate'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Agent Assist',
    description: 'Allow user to use Agent Assist',
    marks: ['Check', 'Check'],
    permissions: ['agentAssist.use'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Remove MFA',
    description:
      'Allows a user to remove Multi Factor Authentication from an agent’s login for a specific account.',
    marks: ['Check', 'Check'],
    permissions: ['agents.removeMfa'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Delete External ID',
    description: 'Remove external IDs',
    marks: ['', ''],
    permissions: ['agents.deleteExternalId'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'View Raw Data',
    description: 'View user raw data',
    marks: ['', 'Check'],
    permissions: ['agents.viewRaw'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Export',
    description: 'Allow to export user(s) information',
    marks: ['Check', 'Check'],
    permissions: ['agents.export'],
  },
  {
    section: 'Customer Account - Basics / Agents',
    name: 'Impersonate: Interactive Delegation Execute',
    description:
      'Delegate access to an account on behalf of a user while keeping track of the original Client Services agent auditing info and permissions',
    marks: ['Check', 'Check'],
    permissions: ['agents.impersonate'],
  },
  {
    section: 'Customer Account - Basics / Users',
    name: 'Change Email',
    description: 'Allows a user to change the user email',
    marks: ['Check', 'Check'],
    permissions: ['accountUsers.changeEmail'],
  },
  {
    section: 'Customer Account - Basics / Users',
    name: 'Export',
    description: 'Allows a user to export the list of users',
    marks: ['Check', 'Check'],
    permissions: ['accountUsers.export'],
  },
];
