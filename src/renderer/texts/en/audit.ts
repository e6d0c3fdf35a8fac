/** Words of the audit trail. */
export const audit = {
  description: 'Every command that was done, refused or failed. Entries are never changed.',
  at: 'Time',
  what: 'What',
  person: 'Person',
  verdict: 'Verdict',
  reason: 'Reason',
  realm: 'Realm',
  target: 'Target',
  operation: 'Operation',
  device: 'Device',
  policy: 'Policy version',
  arguments: 'Arguments',
  argumentsHint: 'Secrets are never recorded.',
  id: 'Command id',
  emptyTitle: 'Nothing has been recorded yet',
  emptyText: 'Each command that somebody runs is listed here with who, when, and what came of it.',
} as const;
