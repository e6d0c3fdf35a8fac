import { ImportFault } from './fault.ts';
import { XmlReader } from './xml.ts';
import type { ZipArchive } from './zip-archive.ts';

const TOO_MANY_TEXTS =
  'The workbook holds too much text to be read. Open it and save the sheet as "CSV UTF-8".';
/** Far above what a million people's names, addresses and cities take, in bytes. */
const MOST_TEXT = 400_000_000;

type Attributes = Readonly<Record<string, string>>;

/** Tells of every element of a part, as it begins. */
async function eachElement(
  archive: ZipArchive,
  part: string,
  open: (name: string, attributes: () => Attributes) => void,
): Promise<void> {
  const reader = new XmlReader({ open, close: () => undefined, text: () => undefined });
  for await (const text of archive.texts(part)) reader.write(text);
  reader.end();
}

/** A text as a workbook writes what XML can't hold: `_x000D_` is a line's end (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Sheets in their order, with the part that holds each, and whether dates count from 1904. */
export interface Outline {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly since1904: boolean;
  readonly texts: string | undefined;
  readonly styles: string | undefined;
}

/** What a workbook consists of. */
export async function readOutline(archive: ZipArchive): Promise<Outline> {
  const parts = new Map<string, { type: string; part: string }>();
  await eachElement(archive, 'xl/_rels/workbook.xml.rels', (name, attributes) => {
    if (name !== 'Relationship') return;
    const { Id: id = '', Type: type = '', Target: target = '' } = attributes();
    const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    parts.set(id, { type: type.slice(type.lastIndexOf('/') + 1), part });
  });
  const sheets: { name: string; part: string }[] = [];
  let since1904: boolean | undefined;
  await eachElement(archive, 'xl/workbook.xml', (tag, attributes) => {
    if (tag === 'workbookPr') since1904 ??= ['1', 'true'].includes(attributes()['date1904'] ?? '');
    if (tag !== 'sheet') return;
    const { name = '', id = '' } = attributes();
    const found = parts.get(id);
    // Charts and macros have sheets of their own kinds.
    if (found?.type === 'worksheet') sheets.push({ name: unescaped(name), part: found.part });
  });
  const partOf = (type: string) => [...parts.values()].find((each) => each.type === type)?.part;
  return {
    sheets,
    since1904: since1904 ?? false,
    texts: partOf('sharedStrings'),
    styles: partOf('styles'),
  };
}

/** The texts that cells share, packed: a million of them take little more than their letters. */
export class SharedTexts {
  #bytes = Buffer.alloc(65_536);
  #ends = new Float64Array(1_024);
  #count = 0;
  #size = 0;

  add(text: string): void {
    const length = Buffer.byteLength(text);
    if (this.#size + length > MOST_TEXT) throw new ImportFault(TOO_MANY_TEXTS);
    if (this.#size + length > this.#bytes.length) {
      const longer = Buffer.alloc(Math.max(this.#bytes.length * 2, this.#size + length));
      this.#bytes.copy(longer);
      this.#bytes = longer;
    }
    if (this.#count === this.#ends.length) {
      const longer = new Float64Array(this.#ends.length * 2);
      longer.set(this.#ends);
      this.#ends = longer;
    }
    this.#bytes.write(text, this.#size);
    this.#size += length;
    this.#ends[this.#count++] = this.#size;
  }

  at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return undefined;
    return this.#bytes.toString('utf8', index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]);
  }
}

/** Reads the texts that cells share. `goOn` is asked between pieces and throws to stop. */
export async function readSharedTexts(
  archive: ZipArchive,
  part: string | undefined,
  goOn: () => void,
): Promise<SharedTexts> {
  const texts = new SharedTexts();
  if (part === undefined || !archive.has(part)) return texts;
  let text = '';
  let inText = false;
  // How something is pronounced is no part of it.
  let aside = 0;
  const reader = new XmlReader({
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 't') inText = true;
      else if (name === 'rPh') aside += 1;
    },
    close: (name) => {
      if (name === 'si') texts.add(unescaped(text));
      else if (name === 't') inText = false;
      else if (name === 'rPh') aside -= 1;
    },
    text: (piece) => {
      if (inText && aside === 0) text += piece;
    },
  });
  for await (const piece of archive.texts(part)) {
    goOn();
    reader.write(piece);
  }
  reader.end();
  return texts;
}

/** Formats that every workbook knows as those of dates and times. */
const BUILT_IN: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
  [71, 81],
];

function isBuiltInDate(format: number): boolean {
  return BUILT_IN.some(([from, to]) => from <= format && format <= to);
}

/** Whether a format's code shows a number as a date or time: of letters only those of days, hours and their like. */
function isDateCode(code: string): boolean {
  const letters = code
    .toLowerCase()
    .replace(/;@$/, '')
    .replaceAll(/\\./g, ' ')
    .replaceAll(/"[^"]*"/g, ' ')
    .replaceAll(/([smhd])[.,]0{2,3}/g, '$1')
    .replaceAll(/\[([smhd]{1,2})\]/g, '$1')
    .replaceAll(/\[[^\]]*\]/g, '');
  return letters.split(';').some((section) => {
    const words = section.split(/[^a-z0#?%]+/).filter((word) => word !== '');
    return (
      words.length > 0 && words.every((word) => /^(?:[smhde]{1,4}|y{1,4}|m{5}|a{1,5}|[ap]m?)$/.test(word))
    );
  });
}

/** Which styles of cells show numbers as dates, by the styles' numbers. */
export async function readDateStyles(
  archive: ZipArchive,
  part: string | undefined,
): Promise<ReadonlySet<number>> {
  const dates = new Set<number>();
  if (part === undefined || !archive.has(part)) return dates;
  const own = new Map<number, boolean>();
  let styles = false;
  let count = 0;
  await eachElement(archive, part, (name, attributes) => {
    if (name === 'numFmt') {
      const { numFmtId: id = '', formatCode: code = '' } = attributes();
      own.set(Number(id), isDateCode(code));
    } else if (name === 'cellXfs' || name === 'cellStyleXfs' || name === 'cellStyles') {
      styles = name === 'cellXfs';
    } else if (name === 'xf' && styles) {
      const format = Number(attributes()['numFmtId'] ?? 0);
      if (own.get(format) ?? isBuiltInDate(format)) dates.add(count);
      count += 1;
    }
  });
  return dates;
}
