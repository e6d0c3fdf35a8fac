import { isAscii, isUtf8 } from 'node:buffer';
import { ImportFault } from './fault.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What the beginnings of other kinds of files look like, with what to do about them. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'an Excel workbook or a ZIP archive. Open it and save the sheet as "CSV UTF-8"'],
  [
    '\xD0\xCF\x11\xE0',
    'an old or a password-protected Excel workbook. Open it and save the sheet as "CSV UTF-8"',
  ],
  ['%PDF', 'a PDF document. Export the numbers as CSV where they come from'],
  ['\x1F\x8B', 'a compressed file. Unpack it first'],
  ['\x89PNG', 'a picture. Choose a CSV file'],
  ['\xFF\xD8\xFF', 'a picture. Choose a CSV file'],
  ['SQLite format 3', 'a database. Export the numbers as CSV where they come from'],
  ['RIFF', 'a sound or film. Choose a CSV file'],
];

const BOMS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const WORDS: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little endian)',
  'utf-16be': 'UTF-16 (big endian)',
  'windows-1252': 'Windows-1252',
};

/** The stream of an encrypted Office file (MS-OFFCRYPTO, 2.3.4.4). */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/** Throws ImportFault if the head of a file shows that it is no text. */
export function refuseOtherFiles(head: Uint8Array): void {
  if (Buffer.from(head).includes(ENCRYPTED)) {
    throw new ImportFault(
      'The workbook is protected by a password. Open it, take the password off (or save the sheet as "CSV UTF-8"), and choose that file.',
    );
  }
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1');
  const signature = SIGNATURES.find(([start]) => text.startsWith(start));
  if (signature !== undefined) throw new ImportFault(`This is no list of numbers but ${signature[1]}.`);
}

/** Gathers what the bytes of a file say about their encoding; feed it the file from the start. */
export class EncodingProbe {
  #head = new Uint8Array(0);
  #bytes = 0;
  #ascii = true;
  #utf8 = true;
  #firstBadByte = -1;
  #nulAt = -1;
  #tail: Uint8Array = new Uint8Array(0);

  add(block: Uint8Array): void {
    if (this.#bytes === 0) this.#head = Uint8Array.from(block.subarray(0, 65_536));
    if (this.#nulAt < 0) {
      const nul = block.indexOf(0);
      if (nul >= 0) this.#nulAt = this.#bytes + nul;
    }
    if (this.#utf8) this.#check(block);
    this.#bytes += block.length;
  }

  #check(block: Uint8Array): void {
    const joined = this.#tail.length === 0 ? block : Buffer.concat([this.#tail, block]);
    const whole = joined.length - unfinished(joined);
    if (isUtf8(joined.subarray(0, whole))) {
      // A copy: the block is read into again.
      this.#tail = Uint8Array.from(joined.subarray(whole));
      this.#ascii &&= isAscii(joined);
    } else {
      this.#utf8 = false;
      this.#firstBadByte = this.#bytes - this.#tail.length;
    }
  }

  /** The encoding; `whole`: all of the file was fed. Throws ImportFault if a declared one is wrong or it is no text. */
  decide(declared: Encoding | undefined, whole: boolean): Encoding {
    if (whole && this.#tail.length > 0) this.#utf8 = false;
    const marked = BOMS.find(([, bom]) => bom.every((byte, index) => this.#head[index] === byte))?.[0];
    const wide = marked ?? this.#wideByNuls();
    const found: Encoding = wide ?? (this.#utf8 ? 'utf-8' : 'windows-1252');
    if (found !== 'utf-16le' && found !== 'utf-16be') this.#refuseBinary();
    if (declared === undefined || declared === found) {
      if (found === 'utf-8' && !this.#utf8) this.#refuse('utf-8', 'windows-1252');
      return found;
    }
    // Plain ASCII is both; anything else can be only one.
    if (declared === 'windows-1252' && found === 'utf-8' && this.#ascii && marked === undefined)
      return declared;
    return this.#refuse(declared, found);
  }

  #refuse(declared: Encoding, found: Encoding): never {
    const where = declared === 'utf-8' && this.#firstBadByte > 0 ? ` (near byte ${this.#firstBadByte})` : '';
    throw new ImportFault(
      `The file is not ${WORDS[declared]}${where}; it looks like ${WORDS[found]}. Choose that encoding, or leave it to be detected.`,
    );
  }

  /** UTF-16 without a mark: in Latin text every other byte is NUL. */
  #wideByNuls(): Encoding | null {
    const counts = [0, 0];
    for (let at = 0; at < this.#head.length; at++) {
      if (this.#head[at] === 0) counts[at & 1] = (counts[at & 1] as number) + 1;
    }
    const [even, odd] = counts as [number, number];
    const most = this.#head.length / 2;
    if (odd > 0.4 * most && even < 0.05 * most) return 'utf-16le';
    return even > 0.4 * most && odd < 0.05 * most ? 'utf-16be' : null;
  }

  #refuseBinary(): void {
    if (this.#nulAt >= 0) {
      throw new ImportFault(
        `The file has a NUL byte (at byte ${this.#nulAt + 1}), so it is no text. Save the list as CSV and choose that file.`,
      );
    }
    const controls = this.#head.reduce((sum, byte) => sum + (isControl(byte) ? 1 : 0), 0);
    if (controls > this.#head.length / 20) {
      throw new ImportFault('The file is no text. Save the list as CSV and choose that file.');
    }
  }
}

function isControl(byte: number): boolean {
  return byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13;
}

/** How many bytes at the end of a block are the beginning of a UTF-8 character that is cut off there. */
function unfinished(block: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= block.length; back++) {
    const byte = block[block.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

/** Decodes a file piece by piece without breaking characters at the ends of pieces. */
export interface Decoder {
  /** Throws ImportFault where the bytes are no text of the encoding. */
  decode(block: Uint8Array): string;
  end(): string;
}

/** The decoder of an encoding; a byte order mark is left out. */
export function decoderOf(encoding: Encoding): Decoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (block: Uint8Array | undefined): string => {
    try {
      return block === undefined ? decoder.decode() : decoder.decode(block, { stream: true });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw noText(encoding);
    }
  };
  return { decode, end: () => decode(undefined) };
}

function noText(encoding: Encoding): ImportFault {
  return new ImportFault(
    `The file has bytes that are no ${WORDS[encoding]} text. Choose another encoding, or save it again as "CSV UTF-8".`,
  );
}

/** Makes UTF-8 of a file piece by piece: the text that a `Decoder` gives, as bytes. */
export interface Recoder {
  /** Whole characters; valid until the next call, and only as long as the block is. Throws as `Decoder` does. */
  recode(block: Buffer): Buffer;
  /** Throws if the file ends within a character. */
  end(): void;
}

/** The recoder of an encoding; a byte order mark is left out. */
export function recoderOf(encoding: Encoding): Recoder {
  if (encoding === 'utf-8') return new Utf8Checker();
  const decoder = decoderOf(encoding);
  return { recode: (block) => Buffer.from(decoder.decode(block)), end: () => void decoder.end() };
}

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Lets UTF-8 pass as it is. */
class Utf8Checker implements Recoder {
  #cut: Buffer = Buffer.alloc(0);
  #begun = false;

  recode(block: Buffer): Buffer {
    const joined = this.#cut.length === 0 ? block : Buffer.concat([this.#cut, block]);
    const size = joined.length - unfinished(joined);
    const whole = joined.subarray(0, size);
    if (!isUtf8(whole)) throw noText('utf-8');
    this.#cut = Buffer.from(joined.subarray(size));
    if (this.#begun || size === 0) return whole;
    this.#begun = true;
    return whole.subarray(0, 3).equals(UTF8_BOM) ? whole.subarray(3) : whole;
  }

  end(): void {
    if (this.#cut.length > 0) throw noText('utf-8');
  }
}
