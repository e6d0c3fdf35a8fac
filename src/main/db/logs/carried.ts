import { fileOf } from './files.ts';
import { type Month, monthOf, spanOf } from './months.ts';
import type { LogReader } from './reader.ts';
import type { LogReaders } from './readers.ts';

/** What a month's file holds of a dialog that other months hold too. */
export interface Carried {
  /** Word ids of that file. */
  readonly project: number;
  readonly channel: number;
  readonly session: string;
  readonly client: string;
  /** Key of its first message there. */
  readonly first: number;
  readonly messages: number;
  /** Word ids, as the file has them. */
  readonly path: string;
  readonly intents: readonly string[];
}

const COLUMNS = 'project, channel, session, client, first, messages, path';
type Cells = [number, number, string, string, number, number, string];

/** What a dialog goes by in every month. */
export function nameOf(
  reader: LogReader,
  { project, session }: Pick<Carried, 'project' | 'session'>,
): string {
  return `${reader.wordOf(project)} ${session}`;
}

/**
 * The dialogs of an account's month that the month before has messages of: they did not begin here. A session that was
 * silent for a whole month begins anew.
 */
export function carriedInto(
  readers: LogReaders,
  account: string,
  month: Month,
): ReadonlyMap<string, Carried> {
  const before = monthBefore(month);
  if (!readers.has(account, month) || !readers.has(account, before)) return new Map();
  const reader = readers.reader(account, month);
  const previous = readers.reader(account, before);
  if (reader === null || previous === null) return new Map();
  const file = fileOf(readers.folder, account, before);
  return reader.kept(`carried after ${previous.generation}`, () =>
    reader.beside(file, (all) => {
      const found = new Map<string, Carried>();
      for (const project of reader.projects) {
        const there = previous.idOf(reader.wordOf(project));
        if (there === undefined) continue;
        const rows = all(
          `select ${COLUMNS} from main.dialogs as here where project = ? and exists
             (select 1 from beside.dialogs as other where other.project = ? and other.session = here.session)`,
          project,
          there,
        );
        for (const cells of rows) {
          const part = partOf(reader, cells as Cells);
          found.set(nameOf(reader, part), part);
        }
      }
      return found;
    }),
  );
}

/** The dialogs of an account's month that go on in the month after, each with what later months have of it. */
export function* carriedOn(
  readers: LogReaders,
  account: string,
  month: Month,
): Generator<{ readonly part: Carried; readonly more: readonly Carried[] }> {
  const reader = readers.has(account, month) ? readers.reader(account, month) : null;
  if (reader === null) return;
  for (const name of carriedInto(readers, account, monthAfter(month)).keys()) {
    const part = dialogOf(reader, name);
    if (part === null) continue;
    const more: Carried[] = [];
    for (let at = monthAfter(month); ; at = monthAfter(at)) {
      const next = carriedInto(readers, account, at).get(name);
      if (next === undefined) break;
      more.push(next);
    }
    yield { part, more };
  }
}

function dialogOf(reader: LogReader, name: string): Carried | null {
  const space = name.indexOf(' ');
  const project = reader.idOf(name.slice(0, space));
  if (project === undefined) return null;
  const [cells] = reader.look((all) =>
    all(`select ${COLUMNS} from dialogs where project = ? and session = ?`, project, name.slice(space + 1)),
  );
  return cells === undefined ? null : partOf(reader, cells as Cells);
}

function partOf(
  reader: LogReader,
  [project, channel, session, client, first, messages, path]: Cells,
): Carried {
  const intents = path === '' ? [] : path.split(' ').map((id) => reader.wordOf(Number(id)));
  return { project, channel, session, client, first, messages, path, intents };
}

function monthBefore(month: Month): Month {
  return month === '1970-01' ? '0000-00' : monthOf(spanOf(month).from - 1);
}

function monthAfter(month: Month): Month {
  return month === '9999-12' ? '0000-00' : monthOf(spanOf(month).to);
}
