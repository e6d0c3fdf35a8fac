import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import Papa from 'papaparse';
import { fail, ok, type Reply } from '#shared/reply.ts';
import { decoderOf, EncodingProbe, refuseOtherFiles } from '../../jobs/import/encoding.ts';
import { faultMessage } from '../../jobs/import/fault.ts';
import type { Context } from '../handler.ts';

/** More is split into several files: every row is a decision, and its result is shown. */
export const MOST_ROWS = 10_000;
const MOST_BYTES = 8 * 1_048_576;

/** What a column means, by its title in lower case. */
const TITLES: Readonly<Record<string, keyof PersonCells>> = {
  'user id': 'id',
  'first name': 'firstName',
  'last name': 'lastName',
  'e-mail': 'email',
  email: 'email',
  pack: 'pack',
  role: 'role',
  scope: 'scope',
  'scope id': 'scopeId',
  from: 'from',
  until: 'until',
};

interface PersonCells {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly pack: string;
  readonly role: string;
  readonly scope: string;
  readonly scopeId: string;
  readonly from: string;
  readonly until: string;
}

/** A row of the file: its cells, empty where it has none. */
export interface PersonLine extends PersonCells {
  /** In the file; the header is row 1. */
  readonly row: number;
}

/** A file of people and roles. */
export interface PeopleFile {
  /** Titles that are read, and those that are not. */
  readonly known: string[];
  readonly ignored: string[];
  /** Whether the file speaks of times; where it does not, those of today stay. */
  readonly timed: boolean;
  readonly lines: readonly PersonLine[];
}

const EMPTY: PersonCells = {
  id: '',
  firstName: '',
  lastName: '',
  email: '',
  pack: '',
  role: '',
  scope: '',
  scopeId: '',
  from: '',
  until: '',
};

function fault(message: string): Reply<never> {
  return fail('invalid-input', message, { fields: [{ path: 'file', message }] });
}

/** Undoes the apostrophe that keeps a spreadsheet from running a cell. */
const plain = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '').trim();

function textOf(bytes: Uint8Array): string {
  refuseOtherFiles(bytes);
  const probe = new EncodingProbe();
  probe.add(bytes);
  const decoder = decoderOf(probe.decide(undefined, true));
  return decoder.decode(bytes) + decoder.end();
}

/** The people and roles of a text in CSV, whatever its delimiter; a file that is none is refused with the reason. */
export function peopleOf(text: string): Reply<PeopleFile> {
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: false });
  const [header, ...records] = data;
  const titles = (header ?? []).map((title) => plain(title).toLowerCase());
  const columns = titles.map((title) => (Object.hasOwn(TITLES, title) ? TITLES[title] : undefined));
  if (!columns.includes('email') && !columns.includes('id')) {
    return fault('The first row must name the columns, and one of them must be "E-mail" or "User id".');
  }
  const twice = columns.find((column, index) => column !== undefined && columns.indexOf(column) !== index);
  if (twice !== undefined) return fault(`Two columns mean the same: "${titles[columns.indexOf(twice)]}".`);
  const lines = records.flatMap((cells, index) => {
    if (cells.every((cell) => cell.trim() === '')) return [];
    const named = columns.flatMap((column, at) =>
      column === undefined ? [] : [[column, plain(cells[at] ?? '')]],
    );
    return [{ ...EMPTY, ...(Object.fromEntries(named) as Partial<PersonCells>), row: index + 2 }];
  });
  if (lines.length === 0) return fault('The file has no rows below its header.');
  if (lines.length > MOST_ROWS) {
    return fault(`The file has ${lines.length} rows; import at most ${MOST_ROWS} at a time.`);
  }
  const split = (wanted: boolean) =>
    (header ?? []).filter((_, index) => (columns[index] !== undefined) === wanted).map(plain);
  const timed = columns.includes('from') || columns.includes('until');
  return ok({ known: split(true), ignored: split(false), timed, lines });
}

/** Reads a file of people and roles that the caller may open. */
export async function readPeople(file: string, context: Context): Promise<Reply<PeopleFile>> {
  if (!isAbsolute(file)) return fault('Give the full path of the file, from the root of the disk on.');
  if (!context.mayUseFile(file, 'read')) {
    return fail('denied', 'Only a file that was chosen in the Open dialog can be imported; choose it again.');
  }
  try {
    const { size } = await stat(file);
    if (size === 0) return fault('The file is empty. Choose a CSV file with people in it.');
    if (size > MOST_BYTES) return fault('The file is larger than 8 MiB. Split it.');
    return peopleOf(textOf(await readFile(file)));
  } catch (error) {
    const message = faultMessage(error);
    if (message === null) throw error;
    return fault(message);
  }
}
