import { ImportFault } from './fault.ts';

/** The longest row, in characters; nothing longer is a row of a list. */
export const LONGEST_ROW = 1_048_576;

export interface ScannerOptions {
  readonly delimiter: string;
  /** How many cells a row has, once known; the first record tells if left out. */
  readonly columns?: number;
  /** Whether cells look like a whole row of the list: evidence that a quote was left open in a row before it. */
  readonly looksLikeRow?: (cells: readonly string[]) => boolean;
  /** What is thrown for a row of more than LONGEST_ROW characters; rows count from 1. */
  readonly tooLong?: (row: number) => Error;
}

/** Where a single record stands in its file. */
export interface Place {
  /** How many records come before it. */
  readonly records: number;
  /** How many cells a row has; 0 if this record is to tell. */
  readonly columns: number;
  /** Whether no text comes behind what is given. */
  readonly final: boolean;
}

const ALONE: Place = { records: 0, columns: 0, final: true };

/** A record that spans lines: all its text, and how many cells it and a row have. */
export interface Spanning {
  readonly text: string;
  readonly cells: number;
  readonly columns: number;
}

/** Takes the cells of each record; an empty line is one empty cell. */
export type Emit = (cells: string[]) => void;

const QUOTE = '"';
const [LF, CR] = [10, 13];
/** Stands for "not in the text so far", beyond every position. */
const NONE = 2 ** 31;

/** Remembers where a character comes next, so that looking for a rare one does not read the text again and again. */
class Next {
  readonly #char: string;
  #from = 0;
  #at = -1;
  constructor(char: string) {
    this.#char = char;
  }
  reset(): void {
    this.#at = -1;
  }
  find(text: string, from: number): number {
    if (from >= this.#from && from <= this.#at) return this.#at;
    const at = text.indexOf(this.#char, from);
    this.#from = from;
    this.#at = at < 0 ? NONE : at;
    return this.#at;
  }
}

/**
 * Splits CSV text, given in pieces of any size, into records. Keeps every row: follows RFC 4180 (quotes, doubled
 * quotes, newlines within quotes; LF, CRLF or CR) and goes on where a file does not. A quote that is left open, or
 * stands where none should, is taken as a character of its cell: it never swallows good rows after it.
 * Throws ImportFault for a row of more than LONGEST_ROW characters.
 */
export class CsvScanner {
  readonly #delimiter: string;
  readonly #looksLikeRow: ((cells: readonly string[]) => boolean) | undefined;
  readonly #fault: ((row: number) => Error) | undefined;
  readonly #lf = new Next('\n');
  readonly #cr = new Next('\r');
  readonly #quote = new Next(QUOTE);
  readonly #comma: Next;
  /** Reads lines by themselves. */
  #alone: CsvScanner | undefined;
  #columns: number;
  #records = 0;
  #text = '';
  /** Start of the record that is being read. */
  #start = 0;
  // Results of the last #quoted, kept here because it is called for every quoted cell.
  #value = '';
  #end = 0;
  #crossedLines = false;

  constructor(options: ScannerOptions) {
    this.#delimiter = options.delimiter;
    this.#comma = new Next(options.delimiter);
    this.#columns = options.columns ?? 0;
    this.#looksLikeRow = options.looksLikeRow;
    this.#fault = options.tooLong;
  }

  push(text: string, emit: Emit): void {
    this.#read(this.#start < this.#text.length ? this.#text.slice(this.#start) + text : text);
    this.#run(false, emit);
  }

  /** Reads what is left as the last record. */
  end(emit: Emit): void {
    this.push('', emit);
    this.#run(true, emit);
    this.#text = '';
    this.#start = 0;
  }

  /**
   * Reads the one record that a text begins with, and says how many characters it takes; null if that depends on text
   * behind it. Not to be mixed with `push`: what was pushed before is forgotten.
   */
  first(text: string, place: Place): { readonly cells: string[]; readonly length: number } | null {
    this.#read(text);
    this.#records = place.records;
    this.#columns = place.columns;
    const cells = this.#next(place.final);
    this.#text = '';
    return cells === null ? null : { cells, length: this.#end };
  }

  #read(text: string): void {
    this.#text = text;
    this.#start = 0;
    for (const next of [this.#lf, this.#cr, this.#quote, this.#comma]) next.reset();
  }

  #run(final: boolean, emit: Emit): void {
    while (this.#start < this.#text.length) {
      const cells = this.#next(final);
      if (cells === null) return;
      this.#start = this.#end;
      this.#records += 1;
      if (this.#columns === 0) this.#columns = cells.length;
      emit(cells);
    }
  }

  /** The record that begins at #start; leaves its end in #end. Null if it needs more text. */
  #next(final: boolean): string[] | null {
    const end = this.#lineEnd(this.#start);
    let cells: string[] | null;
    if (this.#quote.find(this.#text, this.#start) < end && (end !== NONE || final || this.#fits())) {
      cells = this.#quotedRecord(final);
    } else {
      cells = this.#plainRecord(end, final);
    }
    if (cells !== null && this.#end - this.#start > LONGEST_ROW) this.#tooLong();
    return cells;
  }

  #fits(): boolean {
    if (this.#text.length - this.#start > 2 * LONGEST_ROW) this.#tooLong();
    return true;
  }

  #tooLong(): never {
    if (this.#fault !== undefined) throw this.#fault(this.#records + 1);
    throw new ImportFault(
      `Row ${this.#records + 1} is longer than ${LONGEST_ROW.toLocaleString('en')} characters, so this is no list of numbers. Choose a CSV file with one number per row.`,
    );
  }

  #plainRecord(end: number, final: boolean): string[] | null {
    if (end === NONE) {
      if (this.#text.length - this.#start > LONGEST_ROW) this.#tooLong();
      if (!final) return null;
      this.#end = this.#text.length;
    } else {
      const after = this.#afterLine(end, final);
      if (after < 0) return null;
      this.#end = after;
    }
    return this.#text.slice(this.#start, Math.min(end, this.#text.length)).split(this.#delimiter);
  }

  /** Where the line at or after a position ends: at its LF or CR. */
  #lineEnd(from: number): number {
    return Math.min(this.#lf.find(this.#text, from), this.#cr.find(this.#text, from));
  }

  /** Where the next line begins; -1 if that depends on text still to come. */
  #afterLine(end: number, final: boolean): number {
    if (this.#text.charCodeAt(end) === LF) return end + 1;
    if (end + 1 === this.#text.length && !final) return -1;
    return this.#text.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
  }

  /** A record with quotes in it. Null if it needs more text. */
  #quotedRecord(final: boolean): string[] | null {
    // Positions of quotes that were found to open nothing.
    const literal: number[] = [];
    for (;;) {
      const record = this.#cells(final, literal);
      if (record === null || record.opened < 0) return record?.cells ?? null;
      if (!record.stray) {
        const text = this.#text.slice(this.#start, this.#end);
        if (this.isOne({ text, cells: record.cells.length, columns: this.#columns })) return record.cells;
      }
      literal.push(record.opened);
    }
  }

  /** Reads cells up to the record's end, which it leaves in #end; `opened`: the first quote that crossed lines. */
  #cells(final: boolean, literal: number[]): { cells: string[]; opened: number; stray: boolean } | null {
    const text = this.#text;
    const cells: string[] = [];
    let opened = -1;
    let stray = false;
    let at = this.#start;
    for (;;) {
      const read = text[at] === QUOTE && !literal.includes(at) ? this.#quoted(at, final) : false;
      if (read === null) return null;
      if (read) {
        if (this.#crossedLines && opened < 0) opened = at;
        cells.push(this.#value);
        at = this.#end;
      } else {
        let end = Math.min(this.#comma.find(text, at), this.#lineEnd(at));
        if (end === NONE) {
          if (!final) return null;
          end = text.length;
        }
        stray ||= this.#quote.find(text, at) < end;
        cells.push(text.slice(at, end));
        at = end;
      }
      if (at >= text.length) {
        this.#end = at;
        return { cells, opened, stray };
      }
      const code = text.charCodeAt(at);
      if (code === LF || code === CR) {
        this.#end = this.#afterLine(at, final);
        return this.#end < 0 ? null : { cells, opened, stray };
      }
      at += 1;
      if (at >= text.length && !final) return null;
    }
  }

  /** Reads the quoted cell that opens here: true if it closes, false if its quote is a stray one, null for more text. */
  #quoted(open: number, final: boolean): boolean | null {
    const text = this.#text;
    let from = open + 1;
    let doubled = false;
    let lone = false;
    this.#crossedLines = false;
    for (;;) {
      const hit = this.#quote.find(text, from);
      const seen = Math.min(hit, text.length);
      if (this.#lineEnd(from) < seen) {
        // Within one line a lone quote is forgiven; a cell of several lines must be written by the rules.
        if (lone) return false;
        this.#crossedLines = true;
      }
      if (seen - this.#start > LONGEST_ROW) return false;
      if (hit === NONE) return final ? false : null;
      const after = hit + 1;
      if (after >= text.length && !final) return null;
      const char = text[after];
      if (char === QUOTE) {
        doubled = true;
        from = after + 1;
        continue;
      }
      if (char === undefined || char === this.#delimiter || char === '\n' || char === '\r') {
        const value = text.slice(open + 1, hit);
        this.#value = doubled ? value.replaceAll('""', QUOTE) : value;
        this.#end = after;
        return true;
      }
      if (this.#crossedLines || (hit > open + 1 && text[hit - 1] === this.#delimiter)) return false;
      lone = true;
      from = after;
    }
  }

  /** Whether a record that spans lines is one record, rather than good rows behind a quote left open. */
  isOne({ text, cells, columns }: Spanning): boolean {
    if (columns > 0 && cells > columns) return false;
    const looksLikeRow = this.#looksLikeRow;
    if (looksLikeRow === undefined) return true;
    const lines = text.trimEnd().split(/\r\n|\n|\r/);
    return !lines.some((line, index) => {
      if (index === 0 || (columns > 1 && !line.includes(this.#delimiter))) return false;
      const alone = this.#cellsOf(line);
      // The last line may be the first of a record that goes on.
      const enough = index === lines.length - 1 ? alone.length > 1 : alone.length === columns;
      return (enough || columns <= 1) && looksLikeRow(alone);
    });
  }
  /** The cells of one line by itself. */
  #cellsOf(line: string): string[] {
    this.#alone ??= new CsvScanner({ delimiter: this.#delimiter });
    return line === '' ? [] : (this.#alone.first(line, ALONE)?.cells ?? []);
  }
}
