/** Words of the home screen. */
export const home = {
  title: 'Home',
  hello: 'Hello, {{name}}',
  canDo: 'What you can do here',
  nothing: 'You can look, but not change anything yet',
  nothingText:
    'None of your roles gives you an area or an act. An administrator of your account can give you one.',
  jobs: 'Your jobs',
  noJobs: 'No jobs yet. Imports, exports and broadcasts that you start appear here.',
  recent: 'Your recent activity',
  noRecent: 'Nothing yet. What you change will be listed here.',
  about: {
    home: '',
    numberLists: 'Numbers to call, imported from files and checked row by row.',
    gateways: 'What places calls: SIP trunks, Asterisks, practice telephones.',
    callerIds: 'Numbers that callees may be shown, and how they were verified.',
    broadcasts: 'Calls to every number of a list, with live progress and outcomes.',
    dialogLogs: 'What was said on each channel, message by message.',
    exports: 'Raw dialog logs as CSV files.',
    exportSchedules: 'Raw dialog logs of each day, exported the night after.',
    users: 'Who may sign in, and the roles they hold.',
    roles: 'What each role may do, in the words of its document.',
    access: 'Why somebody may or may not do something, and who can.',
    scopes: 'Realms and what lies in them.',
    reviews: 'Who holds what, to confirm or take away.',
    audit: 'Who did what, when, and what came of it.',
  },
} as const;
