import { timeOf } from '../../db/logs/months.ts';
import type { MessageCells } from '../../db/logs/reader.ts';
import { type CellWriter, cellWriter, roomForCell, writeCell } from './cells.ts';
import { TIME_ROOM } from './times.ts';
import { copy, type LineContext, WordCells } from './word-cells.ts';

const COMMA = 0x2c;
const CR = 0x0d;
const LF = 0x0a;

/** Bytes of a line besides its texts, words and project: separators, times, a number. */
export const FIXED_ROOM = 2 * TIME_ROOM + 100;

/** Writes the lines of one month, in the order of `exportColumns`, from messages as they are stored. */
export class LineEncoder {
  readonly #context: LineContext;
  readonly #cells: WordCells;
  readonly #text: CellWriter;
  readonly #phone: CellWriter;

  constructor(context: LineContext, cells: WordCells) {
    this.#context = context;
    this.#cells = cells;
    this.#text = cellWriter(context.profile, false);
    this.#phone = cellWriter(context.profile, true);
  }

  /** Bytes that are enough for the row's line. */
  roomFor(row: MessageCells): number {
    const cells = this.#cells;
    const units =
      row[1].length + row[4].length + row[5].length + row[7].length + row[8].length + row[11].length;
    const words = cells.word(row[3]).length + cells.word(row[6]).length + cells.word(row[9]).length;
    return roomForCell(units) + 6 * roomForCell(0) + cells.project(row[2]).length + words + FIXED_ROOM;
  }

  /** Writes the row's line at a place that has `roomFor` it, and returns where it ends. */
  write(row: MessageCells, bytes: Uint8Array, start: number): number {
    const text = this.#text;
    const cells = this.#cells;
    const { times, monthStart } = this.#context;
    const time = timeOf(monthStart, row[0]);
    let at = text(bytes, start, row[1]);
    bytes[at++] = COMMA;
    at = times.writeUtc(time, bytes, at);
    bytes[at++] = COMMA;
    at = copy(cells.project(row[2]), bytes, at);
    at = copy(cells.word(row[3]), bytes, at);
    at = this.#phone(bytes, at, row[4]);
    bytes[at++] = COMMA;
    at = text(bytes, at, row[5]);
    bytes[at++] = COMMA;
    at = copy(cells.word(row[6]), bytes, at);
    at = text(bytes, at, row[7]);
    bytes[at++] = COMMA;
    at = text(bytes, at, row[8]);
    bytes[at++] = COMMA;
    at = copy(cells.word(row[9]), bytes, at);
    if (row[10] !== null) at = writeCell(bytes, at, String(row[10]));
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
