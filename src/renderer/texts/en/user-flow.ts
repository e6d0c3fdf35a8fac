/** Words of the user flow. */
export const userFlow = {
  description: 'How dialogs move from one intent of the client to the next.',
  project: 'Project',
  picture: 'Picture',
  pictureText_one: 'How 1 dialog moves through intents; the table says the same in figures.',
  pictureText_other:
    'How {{count, number}} dialogs move through intents; the table says the same in figures.',
  table: 'Table',
  showAs: 'Show the flow as',
  total: '{{withIntent, number}} of {{dialogs, number}} dialogs have an intent.',
  others: 'All others',
  step: 'Step',
  from: 'From',
  to: 'To',
  dialogs: 'Dialogs',
  emptyTitle: 'No intents in this time',
  emptyText: 'The picture is made of what the platform took the messages to mean. Choose a longer span.',
} as const;
