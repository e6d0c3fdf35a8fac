/** Words of nightly exports. */
export const exportSchedules = {
  description: 'Raw dialog logs that are exported each night for the day before, while Rolecall is open.',
  file: 'Files',
  state: 'State',
  account: 'Account',
  when: 'When',
  whenText: 'Daily from {{hour}}:00 on, {{zone}}',
  zone: 'Zone',
  firstDay: 'First day',
  lastDay: 'Last day done',
  noneYet: 'None yet',
  keepDays: 'Keep days',
  owner: 'Under the rights of',
  createdAt: 'Created',
  problem: 'The last try came to nothing',
  dated: '{{file}}, with the day in its name',
  zoneHint:
    'A day begins and ends as the clocks of this zone have it, and is exported the day after. Nights that were missed are made up when Rolecall runs again.',
  fileHint:
    'Each file gets the day in its name: dialog-log-2026-05-01.csv. Older ones are removed as asked above.',
  created: 'The export will be made every night.',
  endText: 'No further day is exported. Files that were written stay where they are.',
  start: 'Export every night',
  emptyTitle: 'Export the raw log every night',
  emptyText:
    'Each night the log of the day before is written to a file of its own, with its checksum, and old files are removed. It runs under your rights as they are that night.',
} as const;
