import { unpackFields } from '#main/db/lists/extra-fields.ts';
import type { Mapping } from './columns.ts';
import type { NewEntry, Problem } from './writer.ts';

/** What of a row is kept in the report of an import that met an erased number: nothing that tells whose it was. */
const ERASED = '(erased)';

/**
 * Words for entries that a do-not-call source forbids (null: by an erased number); the row of the file is put together
 * again from the entry.
 */
export function scrubbedProblem(
  mapping: Mapping,
  sourceOf: (at: number) => string | null,
): (entry: NewEntry & { readonly row: number }, at: number) => Problem {
  const { titles, number, names, fields, zone, priority } = mapping;
  return (entry, at) => {
    const source = sourceOf(at);
    if (source === null) {
      return {
        row: entry.row,
        column: titles[number] as string,
        value: ERASED,
        reason: 'This number was erased and must not be called.',
        suggestion: 'Nothing to do. Take the row out of your file.',
        cause: 'do-not-call',
        cells: JSON.stringify([ERASED]),
      };
    }
    const cells = titles.map(() => '');
    cells[number] = `+${entry.number}`;
    if (names[0] !== undefined) cells[names[0]] = entry.name;
    const values = unpackFields(entry.fields);
    fields.forEach((column, place) => {
      if (column >= 0) cells[column] = values[place] ?? '';
    });
    if (zone >= 0) cells[zone] = entry.zone ?? '';
    if (priority >= 0) cells[priority] = entry.priority === null ? '' : String(entry.priority);
    return {
      row: entry.row,
      column: titles[number] as string,
      value: `+${entry.number}`,
      reason: `This number must not be called: it is in "${source}".`,
      suggestion: 'Nothing to do. Who may be called again is taken out of that do-not-call source first.',
      cause: 'do-not-call',
      number: entry.number,
      cells: JSON.stringify(cells),
    };
  };
}
