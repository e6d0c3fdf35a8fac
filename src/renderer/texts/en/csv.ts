/** Words of CSV files that are written, whatever is in them. */
export const csv = {
  file: 'File',
  files: 'Files',
  manifest: 'Manifest',
  folder: 'Folder',
  rows: 'Rows',
  size: 'Size',
  sha256: 'SHA-256',
  manifestSha256: 'SHA-256 of the manifest',
  profiles: {
    spreadsheet: 'For spreadsheets',
    raw: 'Raw',
    dialer: 'For a dialer',
  },
  profileText: {
    spreadsheet:
      'Cells that a spreadsheet would run as a formula begin with an apostrophe, phone numbers too.',
    raw: 'Every cell exactly as it was recorded, for programs. Do not open it in a spreadsheet.',
    dialer: 'As for spreadsheets, but phone numbers stay as they are: +12025550100.',
  },
  saveAs: 'Choose where to save',
  saveOther: 'Choose another place',
  saveTitle: 'Save the list',
  saveHint:
    'The file appears under its name only when it is whole; a manifest with its checksum lies beside it.',
  needFile: 'Choose where to save the file.',
  asShown: 'All rows under the search and filters that are set, in this order, with the columns that show.',
  start: 'Export',
  cancelText: 'The export stops and the unfinished files are removed.',
  background: 'The export goes on if you close this panel. The job menu at the top shows it.',
  done: 'The file is ready',
  filesDone: 'The files are ready',
  openFolder: 'Open folder',
  copy: 'Copy',
  copied: 'Copied',
  copySum: 'Copy checksum',
  another: 'Export again',
} as const;
