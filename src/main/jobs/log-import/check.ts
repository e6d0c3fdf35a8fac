import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Encoding } from '../import/encoding.ts';
import { ImportFault } from '../import/fault.ts';
import { GzipFault, type OpenedFile, piecesOf } from './bytes.ts';
import { LONGEST_ROW } from './lines.ts';

const LF = 10;

/** What a look at every byte of a file tells. */
export interface Checked {
  readonly encoding: Encoding;
  /** Hex SHA-256 of the file's bytes as they stand. */
  readonly sha256: string;
}

/** Gathers what the bytes of a file say about their encoding, with the rows at which they say it. */
export class EncodingCheck {
  #rows = 0;
  #bytes = 0;
  #tail: Buffer = Buffer.alloc(0);
  #mark: Encoding | null = null;
  #firstBad = 0;
  #wide = false;
  /** Whether rows hold UTF-8 beyond ASCII. */
  #good = 0;

  /** Rows that have ended so far. */
  get rows(): number {
    return this.#rows;
  }

  add(block: Buffer): void {
    if (this.#bytes === 0) this.#look(block);
    this.#bytes += block.length;
    if (this.#mark !== null && this.#mark !== 'utf-8') return;
    // Whole rows only, so that no character is cut.
    const joined = this.#tail.length === 0 ? block : Buffer.concat([this.#tail, block]);
    const end = joined.lastIndexOf(LF) + 1;
    if (end > 0) this.#rowsIn(joined.subarray(0, end));
    const rest = joined.subarray(end);
    const piece = rest.length > LONGEST_ROW ? wholeCharacters(rest) : 0;
    if (piece > 0) this.#pieceIn(rest.subarray(0, piece));
    this.#tail = Buffer.from(rest.subarray(piece));
  }

  /** A part of a row that is too long to be held as a whole. */
  #pieceIn(piece: Buffer): void {
    if (!isUtf8(piece)) this.#firstBad ||= this.#rows + 1;
    else if (!isAscii(piece)) this.#good = 1;
  }

  /** The encoding. Throws ImportFault where a declared one is wrong, or the file mixes encodings. */
  decide(declared: Encoding | undefined): Encoding {
    if (this.#tail.length > 0 && (this.#mark === null || this.#mark === 'utf-8')) this.#rowsIn(this.#tail);
    const found = this.#mark ?? (this.#firstBad === 0 ? 'utf-8' : 'windows-1252');
    if (this.#wide && this.#mark === null) {
      throw new ImportFault('The file has NUL bytes, so it is no text. Save it as UTF-8.');
    }
    if (declared === 'windows-1252' && this.#mark === null) return declared;
    if (declared !== undefined && declared !== found) {
      const where = this.#firstBad > 0 ? `: row ${this.#firstBad} shows it` : '';
      throw new ImportFault(
        `The file is not ${declared}${where}. Choose another encoding, or leave it to be detected.`,
      );
    }
    if (this.#firstBad > 0 && (this.#good > 0 || this.#mark === 'utf-8')) {
      throw new ImportFault(
        `Row ${this.#firstBad} is not UTF-8 although other rows are: the file mixes encodings. Save all of it as UTF-8.`,
      );
    }
    return found;
  }

  #look(block: Buffer): void {
    if (block[0] === 0xff && block[1] === 0xfe) this.#mark = 'utf-16le';
    else if (block[0] === 0xfe && block[1] === 0xff) this.#mark = 'utf-16be';
    else if (block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) this.#mark = 'utf-8';
    this.#wide = block.includes(0);
  }

  #rowsIn(rows: Buffer): void {
    if (this.#firstBad === 0 && isUtf8(rows)) {
      if (this.#good === 0 && !isAscii(rows)) this.#good = 1;
      this.#rows += countOf(rows);
      return;
    }
    for (let at = 0; at < rows.length; ) {
      const next = rows.indexOf(LF, at);
      const end = next < 0 ? rows.length : next + 1;
      const row = rows.subarray(at, end);
      this.#rows += 1;
      if (!isUtf8(row)) this.#firstBad ||= this.#rows;
      else if (!isAscii(row)) this.#good = 1;
      at = end;
    }
  }
}

/** How many bytes of a piece make whole characters, if it is UTF-8. */
function wholeCharacters(piece: Buffer): number {
  let end = piece.length;
  // A character has at most three bytes after its first one.
  for (let back = 1; back <= 4 && back <= piece.length; back += 1) {
    const byte = piece[piece.length - back] as number;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      end = piece.length - back;
      break;
    }
  }
  return end;
}

function countOf(rows: Buffer): number {
  let count = 0;
  for (let at = rows.indexOf(LF); at >= 0; at = rows.indexOf(LF, at + 1)) count += 1;
  return count;
}

/**
 * Reads all of a file before any of it is imported: what is found wrong here leaves nothing half done. Throws
 * ImportFault with the row for gzip that ends early and for mixed encodings. Null if it was asked to stop.
 */
export async function checkFile(
  file: string,
  opened: OpenedFile,
  asked: {
    readonly encoding: Encoding | undefined;
    readonly stop: () => boolean;
    readonly progress: (bytes: number) => void;
  },
): Promise<Checked | null> {
  const hash = createHash('sha256');
  const check = new EncodingCheck();
  try {
    for await (const { bytes, position } of piecesOf(file, opened, (block) => hash.update(block))) {
      if (asked.stop()) return null;
      check.add(bytes);
      asked.progress(position);
    }
  } catch (error) {
    if (!(error instanceof GzipFault)) throw error;
    const row = `row ${(check.rows + 1).toLocaleString('en')}`;
    throw new ImportFault(
      error.cutOff
        ? `The gzip file is cut off in ${row}: it ends before its contents do. Nothing was imported; fetch it again.`
        : `The gzip file is damaged in ${row} or soon after. Nothing was imported; fetch it again.`,
    );
  }
  return { encoding: check.decide(asked.encoding), sha256: hash.digest('hex') };
}
