import { ByteCells } from './byte-cells.ts';
import { CsvScanner, LONGEST_ROW, type ScannerOptions } from './csv-scanner.ts';
import { unfinished } from './encoding.ts';

/** Takes each record; the cells are valid only during the call. */
export type TakeCells = (cells: ByteCells) => void;

const [LF, CR, QUOTE] = [10, 13, 34];
/** Instead of a position: more bytes must come; the record is an odd one; the quote is a stray one. */
const [MORE, ODD, STRAY] = [-1, -2, -3];
/** How many bytes of an odd record are looked at first. */
const LOOK = 1_024;

/**
 * Splits CSV, given as UTF-8 bytes in pieces of any size, into the very records that `CsvScanner` gives, many times
 * as fast: cells stay bytes. Records that lie on one line are read here; a record whose quotes go beyond its line, or
 * that is longer than a row may be, is given to a CsvScanner. Throws what that throws.
 */
export class ByteScanner {
  readonly #delimiter: number;
  /** 1 for bytes that end a cell without quotes. They are ASCII, so none of them is within another character. */
  readonly #ends = new Uint8Array(256);
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

  constructor(options: ScannerOptions) {
    this.#delimiter = options.delimiter.charCodeAt(0);
    for (const byte of [LF, CR, this.#delimiter]) this.#ends[byte] = 1;
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
      let next = this.#tried > 0 ? ODD : this.#line(final);
      if ((next === MORE ? this.#end : next) - this.#start > LONGEST_ROW) next = ODD;
      if (next === ODD) next = this.#oddRecord(final);
      else if (next >= 0 && this.#doubled.length > 0) this.#halveQuotes();
      if (next === MORE) return;
      this.#start = next;
      this.#records += 1;
      if (this.#columns === 0) this.#columns = cells.count;
      take(cells);
    }
  }

  /** Reads the record at #start if it lies on one line. Where the next begins, or MORE, or ODD. */
  #line(final: boolean): number {
    const bytes = this.#bytes;
    const ends = this.#ends;
    const delimiter = this.#delimiter;
    const end = this.#end;
    const cells = this.#cells;
    let { from, to } = cells;
    let count = 0;
    let at = this.#start;
    this.#doubled.length = 0;
    for (;;) {
      if (count === from.length) {
        cells.grow();
        ({ from, to } = cells);
      }
      const close = bytes[at] === QUOTE ? this.#quoted(at, final) : STRAY;
      if (close >= 0) {
        if (this.#hasDoubled) this.#doubled.push(count);
        from[count] = at + 1;
        to[count] = close;
        at = close + 1;
      } else if (close === STRAY) {
        from[count] = at;
        while (ends[bytes[at] as number] === 0) at += 1;
        to[count] = at;
      } else {
        return close;
      }
      count += 1;
      if (at < end && bytes[at] === delimiter) {
        at += 1;
        continue;
      }
      cells.bytes = bytes;
      cells.count = count;
      return this.#afterLine(at, final);
    }
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
   * ODD if it goes beyond its line. The rules are those of `CsvScanner`.
   */
  #quoted(open: number, final: boolean): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = open + 1;
    let lone = false;
    this.#hasDoubled = false;
    for (;;) {
      let byte = bytes[at] as number;
      while (byte !== QUOTE && byte !== LF && byte !== CR) byte = bytes[++at] as number;
      if (at === end) return final ? STRAY : MORE;
      if (byte !== QUOTE) return lone ? STRAY : ODD;
      const after = at + 1;
      if (after === end && !final) return MORE;
      const next = bytes[after] as number;
      if (next === QUOTE) {
        this.#hasDoubled = true;
        at += 2;
      } else if (this.#ends[next] === 1) {
        return at;
      } else {
        if (at > open + 1 && bytes[at - 1] === this.#delimiter) return STRAY;
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
      const text = this.#textAhead(all ? known : size, final);
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

  /** The text of so many bytes from #start, without a character that is cut off. */
  #textAhead(size: number, final: boolean): string {
    const ahead = this.#bytes.subarray(this.#start, this.#start + size);
    const cut = final && this.#start + size === this.#end ? 0 : unfinished(ahead);
    return ahead.toString('utf8', 0, size - cut);
  }
}
