/** Words of clients. */
export const clients = {
  description: 'Who talks to the projects, by the name that each channel gives them.',
  client: 'Client',
  state: 'State',
  project: 'Project',
  channel: 'Last channel',
  firstAt: 'First message',
  lastAt: 'Last message',
  blockedAt: 'Blocked since',
  notBlocked: 'Not blocked',
  blockText: 'The client is marked as blocked in this project until somebody unblocks them.',
  dialogs: 'Show their messages',
  emptyTitle: 'No clients yet',
  emptyText: 'Clients appear here as soon as messages of your projects come into the log.',
} as const;
