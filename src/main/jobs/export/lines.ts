import { timeOf } from '../../db/logs/months.ts';
import type { MessageCells } from '../../db/logs/reader.ts';
import { type CellWriter, cellWriter, type ExportProfile, roomForCell, writeCell } from './cells.ts';
import { type LineTimes, TIME_ROOM } from './times.ts';

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
const CR = 0x0d;
const LF = 0x0a;

/** Bytes of a line besides its free texts and its project: separators, times, a number, a few words. */
const FIXED_ROOM = 2 * TIME_ROOM + 100;

/** Writes the lines of one month, in the order of `exportColumns`. Cheapest when rows come in order of time. */
export class LineEncoder {
  readonly #context: LineContext;
  readonly #text: CellWriter;
  readonly #phone: CellWriter;
  /** Cells with their commas, by the number that stands for them. */
  readonly #words: Uint8Array[] = [];
  readonly #projects: Uint8Array[] = [];
  readonly #shares = new ShareTexts();

  constructor(context: LineContext) {
    this.#context = context;
    this.#text = cellWriter(context.profile, false);
    this.#phone = cellWriter(context.profile, true);
  }

  /** Unix ms. */
  timeOf(row: MessageCells): number {
    return timeOf(this.#context.monthStart, row[0]);
  }

  /** Bytes that are enough for the row's line. */
  roomFor(row: MessageCells): number {
    const units =
      row[1].length + row[4].length + row[5].length + row[7].length + row[8].length + row[11].length;
    const words = this.#word(row[3]).length + this.#word(row[6]).length + this.#word(row[9]).length;
    return roomForCell(units) + 6 * roomForCell(0) + this.#project(row[2]).length + words + FIXED_ROOM;
  }

  /** Writes the row's line at a place that has `roomFor` it, and returns where it ends. */
  write(row: MessageCells, bytes: Uint8Array, start: number): number {
    const text = this.#text;
    const phone = this.#phone;
    const { times } = this.#context;
    let at = text(bytes, start, row[1]);
    bytes[at++] = COMMA;
    const time = this.timeOf(row);
    at = times.writeUtc(time, bytes, at);
    bytes[at++] = COMMA;
    at = copy(this.#project(row[2]), bytes, at);
    at = copy(this.#word(row[3]), bytes, at);
    at = phone(bytes, at, row[4]);
    bytes[at++] = COMMA;
    at = text(bytes, at, row[5]);
    bytes[at++] = COMMA;
    at = copy(this.#word(row[6]), bytes, at);
    at = text(bytes, at, row[7]);
    bytes[at++] = COMMA;
    at = text(bytes, at, row[8]);
    bytes[at++] = COMMA;
    at = copy(this.#word(row[9]), bytes, at);
    if (row[10] !== null) at = writeCell(bytes, at, this.#shares.textOf(row[10]));
    bytes[at++] = COMMA;
    if (row[11] !== '') at = text(bytes, at, row[11]);
    if (times.hasLocal) {
      bytes[at++] = COMMA;
      at = times.writeLocal(time, bytes, at);
    }
    bytes[at++] = CR;
    bytes[at++] = LF;
    return at;
  }

  #word(id: number): Uint8Array {
    return (this.#words[id] ??= cellsOf([this.#context.wordOf(id)], this.#text));
  }

  #project(id: number): Uint8Array {
    return (this.#projects[id] ??= this.#projectCells(this.#context.wordOf(id)));
  }

  #projectCells(id: string): Uint8Array {
    const { account, projects } = this.#context;
    const name = Object.hasOwn(projects, id) ? (projects[id] ?? id) : id;
    return cellsOf([account, id, name], this.#text);
  }
}

/** Texts of numbers from 0 to 1. They mostly have two places, and making a text of a number is slow. */
class ShareTexts {
  readonly #numbers: number[] = Array.from({ length: 101 }, () => -1);
  readonly #texts: string[] = Array.from({ length: 101 }, () => '');

  textOf(share: number): string {
    const index = (share * 100 + 0.5) | 0;
    if (this.#numbers[index] === share) return this.#texts[index] as string;
    const text = String(share);
    if (index < 0 || index > 100) return text;
    this.#numbers[index] = share;
    this.#texts[index] = text;
    return text;
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

/** A line of these cells, for headers and short tables. */
export function lineOf(texts: readonly string[], writers: readonly CellWriter[] = []): Uint8Array {
  const room = texts.reduce((sum, { length }) => sum + roomForCell(length) + 1, 0);
  const bytes = new Uint8Array(room + 2);
  let at = 0;
  for (const [index, text] of texts.entries()) {
    if (index > 0) bytes[at++] = COMMA;
    at = (writers[index] ?? writeCell)(bytes, at, text);
  }
  bytes[at++] = CR;
  bytes[at++] = LF;
  return bytes.subarray(0, at);
}

// For a few bytes a loop is cheaper than the call into native code.
const SHORT = 24;

function copy(from: Uint8Array, bytes: Uint8Array, at: number): number {
  if (from.length > SHORT) bytes.set(from, at);
  else for (let index = 0; index < from.length; index += 1) bytes[at + index] = from[index] as number;
  return at + from.length;
}
