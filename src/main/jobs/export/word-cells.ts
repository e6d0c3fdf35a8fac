import { type CellWriter, cellWriter, type ExportProfile, roomForCell } from './cells.ts';
import type { LineTimes } from './times.ts';

/** What is the same for all rows of a month's file. */
export interface LineContext {
  readonly profile: ExportProfile;
  readonly account: string;
  /** Project names by id; a project that is not there any more goes by its id. */
  readonly projects: Readonly<Record<string, string>>;
  readonly times: LineTimes;
  /** Unix ms. */
  readonly monthStart: number;
  /** What a stored number stands for. */
  wordOf(id: number): string;
}

const COMMA = 0x2c;

/** Cells that many rows share, each with its comma, by the number that stands for them. */
export class WordCells {
  readonly #context: LineContext;
  readonly #write: CellWriter;
  readonly #words: Uint8Array[] = [];
  readonly #projects: Uint8Array[] = [];

  constructor(context: LineContext) {
    this.#context = context;
    this.#write = cellWriter(context.profile, false);
  }

  word(id: number): Uint8Array {
    return (this.#words[id] ??= cellsOf([this.#context.wordOf(id)], this.#write));
  }

  /** The cells of the account, the project and its name. */
  project(id: number): Uint8Array {
    return (this.#projects[id] ??= this.#projectCells(this.#context.wordOf(id)));
  }

  #projectCells(id: string): Uint8Array {
    const { account, projects } = this.#context;
    const name = Object.hasOwn(projects, id) ? (projects[id] ?? id) : id;
    return cellsOf([account, id, name], this.#write);
  }
}

/** Cells, each with a comma behind it. */
function cellsOf(texts: readonly string[], write: CellWriter): Uint8Array {
  const room = texts.reduce((sum, { length }) => sum + roomForCell(length) + 1, 0);
  const bytes = new Uint8Array(room);
  let at = 0;
  for (const text of texts) {
    at = write(bytes, at, text);
    bytes[at++] = COMMA;
  }
  return bytes.slice(0, at);
}

// For a few bytes a loop is cheaper than the call into native code.
const SHORT = 24;

/** Puts bytes at a place, and returns where they end. */
export function copy(from: Uint8Array, bytes: Uint8Array, at: number): number {
  if (from.length > SHORT) bytes.set(from, at);
  else for (let index = 0; index < from.length; index += 1) bytes[at + index] = from[index] as number;
  return at + from.length;
}
