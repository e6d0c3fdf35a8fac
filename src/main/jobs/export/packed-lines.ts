import { CELL_END, headOf, ODD_SHARE, tailOf } from '../../db/logs/packed.ts';
import type { MessageCells } from '../../db/logs/reader.ts';
import type { MonthScan, PackedPage } from '../../db/logs/scan.ts';
import { writeCell } from './cells.ts';
import type { Lines } from './file-set.ts';
import { FIXED_ROOM, LineEncoder } from './lines.ts';
import { copy, type LineContext, WordCells } from './word-cells.ts';

const COMMA = 0x2c;
const CR = 0x0d;
const LF = 0x0a;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const PLUS = 0x2b;
const ZERO = 0x30;
const NINE = 0x39;

/** By byte of UTF-8: stands as it is, makes the cell be quoted, or ends it. */
const PLAIN = 0;
const QUOTED = 1;
const END = 2;
const KINDS = new Uint8Array(0x1_00);
for (const mark of ['"', ',', '\r', '\n']) KINDS[mark.charCodeAt(0)] = QUOTED;
KINDS[CELL_END] = END;

/** What spreadsheets take for the start of a formula, in ASCII; as in `cells.ts`. */
const STARTS = new Uint8Array(0x1_00);
for (const mark of ['=', '+', '-', '@', '\t', '\r', '\n']) STARTS[mark.charCodeAt(0)] = 1;
/** The same in full width: EF BC and one of these. */
const WIDE_START = [0xef, 0xbc] as const;
const WIDE_ENDS = new Set([0x9d, 0x8b, 0x8d, 0xa0]);

/** Digits of an international phone number (E.164). */
const FEWEST_DIGITS = 7;
const MOST_DIGITS = 15;

/** A byte may become two; a cell may get two quotes and an apostrophe. */
const WIDEST = 2;
const AROUND = 3 * 7;

type Protect = 'nothing' | 'formulas' | 'formulas but phone numbers';

/** Texts of confidences, by hundredths. */
const SHARES = Array.from({ length: 101 }, (_, share) => Buffer.from(String(share / 100)));

/**
 * The lines of a month's packed rows, in the order of `exportColumns`: byte by byte, without a string for each cell.
 * Cheapest when rows come in order of time.
 */
export class PackedLines implements Lines {
  readonly #context: LineContext;
  readonly #scan: Pick<MonthScan, 'message'>;
  readonly #cells: WordCells;
  readonly #long: LineEncoder;
  readonly #texts: Protect;
  readonly #phones: Protect;
  #page: PackedPage = { bytes: new Uint8Array(), rows: 0, key: -1, confidences: () => [] };
  #bytes: Uint8Array = this.#page.bytes;
  #confidences: readonly (number | null)[] | null = null;
  /** Where the present row's next cell begins, and which row of the page it is. */
  #from = 0;
  #row = -1;
  #message: MessageCells | null = null;
  #project: Uint8Array = new Uint8Array();
  #channel: Uint8Array = this.#project;
  #direction: Uint8Array = this.#project;
  #intent: Uint8Array = this.#project;
  #share = 0;
  time = 0;

  constructor(context: LineContext, scan: Pick<MonthScan, 'message'>) {
    this.#context = context;
    this.#scan = scan;
    this.#cells = new WordCells(context);
    this.#long = new LineEncoder(context, this.#cells);
    const { profile } = context;
    this.#texts = profile === 'raw' ? 'nothing' : 'formulas';
    this.#phones = profile === 'dialer' ? 'formulas but phone numbers' : this.#texts;
  }

  /** The lines of a page's rows. */
  of(page: PackedPage): this {
    this.#page = page;
    this.#bytes = page.bytes;
    this.#confidences = null;
    this.#from = 0;
    this.#row = -1;
    return this;
  }

  next(): boolean {
    this.#row += 1;
    if (this.#row >= this.#page.rows) {
      (this.#bytes.buffer as ArrayBuffer).transfer(0);
      return false;
    }
    if (this.#bytes[this.#from] === CELL_END) this.#nextLong();
    else this.#nextPacked();
    return true;
  }

  #nextLong(): void {
    this.#from += 1;
    this.time = this.#context.monthStart + this.#number();
    this.#message = this.#scan.message(this.#number()) ?? null;
    if (this.#message === null) throw new Error('A message vanished from a frozen log.');
  }

  #nextPacked(): void {
    const cells = this.#cells;
    const { ms, project, direction } = headOf(this.#number());
    const { intent, channel, share } = tailOf(this.#number());
    this.#message = null;
    this.time = this.#context.monthStart + ms;
    this.#project = cells.project(project);
    this.#channel = cells.word(channel);
    this.#direction = cells.word(direction);
    this.#intent = cells.word(intent);
    this.#share = share;
  }

  get room(): number {
    if (this.#message !== null) return this.#long.roomFor(this.#message);
    const words = this.#channel.length + this.#direction.length + this.#intent.length;
    const rest = this.#bytes.length - this.#from;
    return WIDEST * rest + AROUND + this.#project.length + words + FIXED_ROOM;
  }

  write(bytes: Uint8Array, start: number): number {
    if (this.#message !== null) return this.#long.write(this.#message, bytes, start);
    const { times } = this.#context;
    const texts = this.#texts;
    let at = this.#cell(bytes, start, texts);
    bytes[at++] = COMMA;
    at = times.writeUtc(this.time, bytes, at);
    bytes[at++] = COMMA;
    at = copy(this.#project, bytes, at);
    at = copy(this.#channel, bytes, at);
    at = this.#cell(bytes, at, this.#phones);
    bytes[at++] = COMMA;
    at = this.#cell(bytes, at, texts);
    bytes[at++] = COMMA;
    at = copy(this.#direction, bytes, at);
    at = this.#cell(bytes, at, texts);
    bytes[at++] = COMMA;
    at = this.#cell(bytes, at, texts);
    bytes[at++] = COMMA;
    at = copy(this.#intent, bytes, at);
    at = this.#confidence(bytes, at);
    bytes[at++] = COMMA;
    at = this.#cell(bytes, at, texts);
    if (times.hasLocal) {
      bytes[at++] = COMMA;
      at = times.writeLocal(this.time, bytes, at);
    }
    bytes[at++] = CR;
    bytes[at++] = LF;
    return at;
  }

  /** Reads a cell of digits. */
  #number(): number {
    const bytes = this.#bytes;
    let from = this.#from;
    let value = 0;
    for (let byte = bytes[from] as number; byte !== CELL_END; byte = bytes[from] as number) {
      value = value * 10 + byte - ZERO;
      from += 1;
    }
    this.#from = from + 1;
    return value;
  }

  /** A cell of CSV as RFC 4180 has it. */
  #cell(bytes: Uint8Array, start: number, protect: Protect): number {
    const from = this.#bytes;
    let read = this.#from;
    const guard = protect !== 'nothing' && this.#isFormula(read, protect);
    let at = start;
    if (guard) bytes[at++] = APOSTROPHE;
    let byte = from[read] as number;
    while (KINDS[byte] === PLAIN) {
      bytes[at++] = byte;
      read += 1;
      byte = from[read] as number;
    }
    if (byte !== CELL_END) return this.#quoted(bytes, start, guard);
    this.#from = read + 1;
    return at;
  }

  #quoted(bytes: Uint8Array, start: number, guard: boolean): number {
    const from = this.#bytes;
    let read = this.#from;
    let at = start;
    bytes[at++] = QUOTE;
    if (guard) bytes[at++] = APOSTROPHE;
    for (let byte = from[read] as number; byte !== CELL_END; byte = from[read] as number) {
      if (byte === QUOTE) bytes[at++] = QUOTE;
      bytes[at++] = byte;
      read += 1;
    }
    bytes[at++] = QUOTE;
    this.#from = read + 1;
    return at;
  }

  #isFormula(start: number, protect: Protect): boolean {
    const bytes = this.#bytes;
    const first = bytes[start] as number;
    if (first === WIDE_START[0]) {
      return bytes[start + 1] === WIDE_START[1] && WIDE_ENDS.has(bytes[start + 2] as number);
    }
    if (STARTS[first] === 0) return false;
    return protect === 'formulas' || first !== PLUS || !this.#isPhoneNumber(start);
  }

  /** Whether the cell is a plus and digits, as E.164 has them, and nothing else. */
  #isPhoneNumber(start: number): boolean {
    const bytes = this.#bytes;
    let at = start + 1;
    while ((bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at += 1;
    const digits = at - start - 1;
    return bytes[at] === CELL_END && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS;
  }

  #confidence(bytes: Uint8Array, at: number): number {
    if (this.#share === 0) return at;
    if (this.#share !== ODD_SHARE) return copy(SHARES[this.#share - 1] as Uint8Array, bytes, at);
    this.#confidences ??= this.#page.confidences();
    return writeCell(bytes, at, String(this.#confidences[this.#row]));
  }
}
