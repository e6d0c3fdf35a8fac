import { ByteCells } from './byte-cells.ts';
import { CsvScanner, LONGEST_ROW, type ScannerOptions } from './csv-scanner.ts';

/** Takes each record; the cells are valid only during the call. */
export type TakeCells = (cells: ByteCells) => void;

const [LF, CR, QUOTE] = [10, 13, 34];
/** Instead of a position: more bytes must come; the record is an odd one; the quote is a stray one. */
const [MORE, ODD, STRAY] = [-1, -2, -3];
/** How many bytes of an odd record are looked at first. */
const LOOK = 1_024;

/**
 * Splits CSV, given as UTF-8 bytes in pieces of any size, into the very records that `CsvScanner` gives, many times
 * as fast: cells stay bytes. A record that may be too long, or whose quotes seem to join good rows, is an odd one and
 * given to a CsvScanner. Throws what that throws.
 */
export class ByteScanner {
  /** ASCII, as quotes and line ends are: none of these bytes is ever within another character. */
  readonly #delimiter: number;
  readonly #odd: CsvScanner;
  readonly #cells = new ByteCells();
  #columns: number;
  #records = 0;
  /** What is not read yet lies from #start to #end, with a line feed behind it that stops every search. */
  #bytes: Buffer = Buffer.allocUnsafe(1);
  #start = 0;
  #end = 0;
  /** How many bytes of an odd record were looked at in vain. */
  #tried = 0;
  /** Cells of the record being read in which quotes are doubled. */
  readonly #doubled: number[] = [];
  /** Whether the quoted cell that was read last is one of them. */
  #hasDoubled = false;
  /** Whether a cell of the record being read goes beyond its line. */
  #crossed = false;

  constructor(options: ScannerOptions) {
    this.#delimiter = options.delimiter.charCodeAt(0);
    this.#odd = new CsvScanner(options);
    this.#columns = options.columns ?? 0;
  }

  push(bytes: Uint8Array, take: TakeCells): void {
    const left = this.#end - this.#start;
    const size = left + bytes.length;
    if (size + 1 > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(size + 1, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, this.#start, this.#end);
      this.#bytes = larger;
    } else {
      this.#bytes.copyWithin(0, this.#start, this.#end);
    }
    this.#bytes.set(bytes, left);
    this.#bytes[size] = LF;
    this.#start = 0;
    this.#end = size;
    this.#run(false, take);
  }

  /** Reads what is left as the last record. */
  end(take: TakeCells): void {
    this.#run(true, take);
    this.#bytes = Buffer.allocUnsafe(1);
    this.#start = 0;
    this.#end = 0;
  }

  #run(final: boolean, take: TakeCells): void {
    const cells = this.#cells;
    while (this.#start < this.#end) {
      const next = this.#record(final);
      if (next === MORE) return;
      this.#start = next;
      this.#records += 1;
      if (this.#columns === 0) this.#columns = cells.count;
      take(cells);
    }
  }

  /** Reads the record at #start. Where the next one begins; MORE if that can't be told yet. */
  #record(final: boolean): number {
    const start = this.#start;
    if (this.#tried > 0) return this.#oddRecord(final);
    const next = this.#line(start, final);
    if (next === MORE && this.#end - start <= LONGEST_ROW) return MORE;
    if (next < 0 || next - start > LONGEST_ROW || (this.#crossed && !this.#isOne(next))) {
      return this.#oddRecord(final);
    }
    if (this.#doubled.length > 0) this.#halveQuotes();
    return next;
  }

  /** Whether what was read up to here is one record though it spans lines; see `CsvScanner`. */
  #isOne(next: number): boolean {
    const { bytes, from, to, count } = this.#cells;
    for (let cell = 0; cell < count; cell++) {
      const end = to[cell] as number;
      let at = from[cell] as number;
      if (bytes[at - 1] === QUOTE) continue;
      // A quote in a cell without quotes: one of the others may belong to it.
      while (at < end && bytes[at] !== QUOTE) at += 1;
      if (at < end) return false;
    }
    const text = bytes.toString('utf8', this.#start, next);
    return this.#odd.isOne({ text, cells: count, columns: this.#columns });
  }

  /** Reads the record that begins here as its quotes have it. Where the next one begins, or MORE, or ODD. */
  #line(start: number, final: boolean): number {
    const bytes = this.#bytes;
    const delimiter = this.#delimiter;
    const cells = this.#cells;
    let { from, to } = cells;
    let count = 0;
    let at = start;
    this.#crossed = false;
    if (this.#doubled.length > 0) this.#doubled.length = 0;
    for (;;) {
      let byte = bytes[at] as number;
      const close = byte === QUOTE ? this.#quoted(at, final) : STRAY;
      if (close >= 0) {
        if (this.#hasDoubled) this.#doubled.push(count);
        from[count] = at + 1;
        to[count] = close;
        at = close + 1;
        byte = bytes[at] as number;
      } else if (close === STRAY) {
        from[count] = at;
        while (byte !== delimiter && (byte > CR || (byte !== LF && byte !== CR)))
          byte = bytes[++at] as number;
        to[count] = at;
      } else {
        return close;
      }
      count += 1;
      if (byte !== delimiter) break;
      at += 1;
      if (count === from.length) {
        cells.grow();
        ({ from, to } = cells);
      }
    }
    cells.bytes = bytes;
    cells.count = count;
    return this.#afterLine(at, final);
  }

  /** Where the next line begins, behind the line end or the end of all bytes at a position; MORE if that is open. */
  #afterLine(at: number, final: boolean): number {
    const end = this.#end;
    if (at === end) return final ? end : MORE;
    if (this.#bytes[at] === LF) return at + 1;
    if (at + 1 === end) return final ? end : MORE;
    return this.#bytes[at + 1] === LF ? at + 2 : at + 1;
  }

  /**
   * Where the quoted cell that opens here closes; STRAY if its quote opens nothing, MORE if that can't be told yet,
   * ODD if the row may be too long. The rules are those of `CsvScanner`.
   */
  #quoted(open: number, final: boolean): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = open + 1;
    let lone = false;
    let crossed = false;
    this.#hasDoubled = false;
    for (;;) {
      let byte = bytes[at] as number;
      while (byte !== QUOTE && (byte > CR || (byte !== LF && byte !== CR))) byte = bytes[++at] as number;
      if (at === end) return final ? STRAY : MORE;
      if (at - this.#start > LONGEST_ROW) return ODD;
      if (byte !== QUOTE) {
        // Within one line a lone quote is forgiven; a cell of several lines must be written by the rules.
        if (lone) return STRAY;
        crossed = true;
        at += 1;
        continue;
      }
      const after = at + 1;
      const next = bytes[after] as number;
      if (next === QUOTE) {
        this.#hasDoubled = true;
        at += 2;
      } else if (next === this.#delimiter || next === LF || next === CR) {
        if (crossed) this.#crossed = true;
        return at;
      } else {
        if (crossed || bytes[at - 1] === this.#delimiter) return STRAY;
        lone = true;
        at = after;
      }
    }
  }

  /** Makes doubled quotes single, where they lie. */
  #halveQuotes(): void {
    const { bytes, from, to } = this.#cells;
    for (const cell of this.#doubled) {
      const end = to[cell] as number;
      let write = from[cell] as number;
      for (let read = write; read < end; read++) {
        const byte = bytes[read] as number;
        bytes[write++] = byte;
        if (byte === QUOTE && bytes[read + 1] === QUOTE) read += 1;
      }
      to[cell] = write;
    }
  }

  /**
   * Lets a CsvScanner read the record at #start. It is given more and more text until it can tell; what was not enough
   * is not tried again before there is twice as much, so the cost stays in proportion to the text that is looked at.
   */
  #oddRecord(final: boolean): number {
    const known = this.#end - this.#start;
    if (known < 2 * this.#tried && !final) return MORE;
    for (let size = Math.max(LOOK, 2 * this.#tried); ; size *= 4) {
      const all = size >= known;
      // A character cut off at the end does no harm: no record is told from the last character if more come.
      const text = this.#bytes.toString('utf8', this.#start, this.#start + (all ? known : size));
      const place = { records: this.#records, columns: this.#columns, final: all && final };
      const record = this.#odd.first(text, place);
      if (record !== null) {
        this.#tried = 0;
        this.#cells.setTexts(record.cells);
        return this.#start + Buffer.byteLength(text.slice(0, record.length));
      }
      if (all) {
        this.#tried = known;
        return MORE;
      }
    }
  }
}
