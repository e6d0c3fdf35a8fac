import { ImportFault } from './fault.ts';
import { type SharedTexts, unescaped } from './workbook-parts.ts';
import { XmlReader } from './xml.ts';

/** What the cells of a workbook refer to. */
export interface CellContext {
  readonly texts: SharedTexts;
  /** Styles that show numbers as dates. */
  readonly dates: ReadonlySet<number>;
  readonly since1904: boolean;
}

/** The largest sheet that there can be. */
const [MOST_ROWS, MOST_COLUMNS] = [1_048_576, 16_384];
const DAMAGED =
  'The Excel workbook is damaged and can’t be read. Open it and save the sheet as "CSV UTF-8", or ask for it again.';
const DAY_MS = 86_400_000;
/** Days from a workbook's day 0 (with the 29th of February 1900 that never was), and from 1904, to 1970. */
const [DAYS_SINCE_1900, DAYS_SINCE_1904] = [25_569, 24_107];

/** A number as it would be typed: a sheet writes 14155552671 as 1.4155552671E10 at times. */
function plainNumber(text: string): string {
  if (!/[eE]/.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text;
}

/** A day number as an ISO date, with the time if it has one; as it stands if it is no day. */
function dateOf(text: string, since1904: boolean): string {
  const days = Number(text) - (since1904 ? DAYS_SINCE_1904 : DAYS_SINCE_1900);
  const date = new Date(Math.floor(days * DAY_MS));
  return text === '' || Number.isNaN(date.getTime())
    ? text
    : date.toISOString().replace(/T00:00:00\.000Z$/, '');
}

/** 'AB12' as its column, from 0; undefined where the cell does not say. */
function columnOf(address: string | undefined): number | undefined {
  if (address === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < address.length; at++) {
    const letter = address.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

/** Cells of one sheet as texts, as it is read: rows as they stand in it, without empty ones at the end. */
export class SheetReader {
  readonly #context: CellContext;
  readonly #xml: XmlReader;
  #rows: string[][] = [];
  #row: string[] = [];
  /** Rows so far, and those of them that are empty and may be the last. */
  #count = 0;
  #empty = 0;
  #width = 0;
  #inData = false;
  #column = -1;
  #type = '';
  #style = -1;
  #value = '';
  #reading: 'value' | 'text' | null = null;
  #aside = 0;

  constructor(context: CellContext) {
    this.#context = context;
    this.#xml = new XmlReader({
      open: (name, attributes) => this.#open(name, attributes),
      close: (name) => this.#close(name),
      text: (text) => {
        if (this.#reading !== null && this.#aside === 0) this.#value += text;
      },
    });
  }

  /** Rows that became complete with a piece of the sheet. Throws ImportFault and XmlFault. */
  read(piece: string): string[][] {
    this.#xml.write(piece);
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  end(): void {
    this.#xml.end();
  }

  #open(name: string, attributes: () => Readonly<Record<string, string>>): void {
    if (name === 'sheetData') this.#inData = true;
    if (!this.#inData) return;
    if (name === 'row') this.#beginRow(attributes()['r']);
    else if (name === 'c') {
      const { r: address, t: type = 'n', s: style } = attributes();
      this.#column = columnOf(address) ?? this.#column + 1;
      if (this.#column < 0 || this.#column >= MOST_COLUMNS) throw new ImportFault(DAMAGED);
      this.#type = type;
      this.#style = style === undefined ? -1 : Number(style);
      this.#value = '';
    } else if (name === 'v') this.#reading = 'value';
    else if (name === 't') this.#reading = 'text';
    else if (name === 'rPh') this.#aside += 1;
  }

  #close(name: string): void {
    if (!this.#inData) return;
    if (name === 'c') this.#endCell();
    else if (name === 'row') this.#endRow();
    else if (name === 'v' || name === 't') this.#reading = null;
    else if (name === 'rPh') this.#aside -= 1;
    else if (name === 'sheetData') this.#inData = false;
  }

  #beginRow(number: string | undefined): void {
    const row = number === undefined ? this.#count + 1 : Number(number);
    if (!Number.isInteger(row) || row <= this.#count || row > MOST_ROWS) throw new ImportFault(DAMAGED);
    this.#empty += row - this.#count - 1;
    this.#count = row;
    this.#row = [];
    this.#column = -1;
  }

  #endRow(): void {
    if (this.#row.length === 0) {
      this.#empty += 1;
      return;
    }
    this.#width = Math.max(this.#width, this.#row.length);
    for (; this.#empty > 0; this.#empty--) this.#rows.push(Array.from({ length: this.#width }, () => ''));
    while (this.#row.length < this.#width) this.#row.push('');
    this.#rows.push(this.#row);
  }

  #endCell(): void {
    const text = this.#textOf(this.#value);
    if (text === '') return;
    while (this.#row.length < this.#column) this.#row.push('');
    this.#row[this.#column] = text;
  }

  #textOf(value: string): string {
    const { texts, dates, since1904 } = this.#context;
    switch (this.#type) {
      case 's': {
        if (value === '') return '';
        const text = texts.at(Number(value));
        if (text === undefined) throw new ImportFault(DAMAGED);
        return text;
      }
      case 'str':
      case 'inlineStr':
        return unescaped(value);
      case 'b':
        return value === '1' ? 'true' : value === '0' ? 'false' : value;
      case 'n':
        return dates.has(this.#style) ? dateOf(value, since1904) : plainNumber(value);
      case 'd':
        return value.replace(/T00:00:00(?:\.0+)?Z?$/, '');
      default:
        // What went wrong in a formula.
        return value;
    }
  }
}
