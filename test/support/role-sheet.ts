import { cellOf, type Pack } from '#shared/policy/pack.ts';
import { PORTAL_COLUMNS, PUSH_TO_TALK } from '../documents/push-to-talk.ts';

/** The push-to-talk portal's document as somebody would type it into a spreadsheet: a column for each role. */
export function portalSheet(): string[][] {
  const rows = Object.entries(PUSH_TO_TALK).flatMap(([section, lines]) =>
    lines.map(([words, tokens]) => [section, words, ...tokens.split(',')]),
  );
  return [['Section', 'Permission', ...PORTAL_COLUMNS], ...rows];
}

/** A pack as a sheet with every role and the permission ids. */
export function sheetOf(pack: Pack): string[][] {
  const roles = pack.roles.map(({ id }) => id);
  return [
    ['Section', 'Permission', 'Ids', ...roles],
    ...pack.rows.map((row) => [
      row.section,
      row.words,
      row.permissions.join(' '),
      ...roles.map((role) => cellOf(row, role).token),
    ]),
  ];
}

const quoted = (cell: string): string => (/[",;\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The sheet as CSV. */
export function csvOf(sheet: readonly (readonly string[])[], delimiter = ','): string {
  return sheet.map((row) => `${row.map(quoted).join(delimiter)}\r\n`).join('');
}
