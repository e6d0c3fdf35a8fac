/** The keyboard map. */
export const shortcuts = {
  everywhere: 'Everywhere',
  lists: 'In lists',
  forms: 'In forms and panels',
  palette: 'Search and commands',
  help: 'This map',
  search: 'Search the list',
  move: 'Move between rows',
  page: 'Move a page',
  ends: 'First and last row',
  select: 'Select the row',
  selectRange: 'Select a range',
  selectAll: 'Select all',
  open: 'Open the row',
  close: 'Close the panel',
  submit: 'Save the form',
  side: 'Collapse the side bar',
} as const;
