import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { ImportFault } from './fault.ts';

/** A file in a ZIP archive, as its table of contents has it. */
interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

const CUT_OFF = 'The Excel workbook is cut off or damaged. Copy or download it again.';
const [STORED, DEFLATED] = [0, 8];
/** The end of an archive: 22 bytes and a remark of at most 65,535. */
const TAIL = 65_557;
const PIECE = 262_144;

async function readAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, from);
  if (bytesRead < length) throw new ImportFault(CUT_OFF);
  return bytes;
}

/** The table of contents. Throws ImportFault where there is none. */
async function contentsOf(handle: FileHandle): Promise<ZipEntry[]> {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - TAIL), Math.min(TAIL, size));
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > tail.length) throw new ImportFault(CUT_OFF);
  const [length, from] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (from + length > size) throw new ImportFault(CUT_OFF);
  const table = await readAt(handle, from, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= table.length && table.readUInt32LE(at) === 0x02014b50; ) {
    const name = table.readUInt16LE(at + 28);
    entries.push({
      name: table.toString('utf8', at + 46, at + 46 + name),
      method: table.readUInt16LE(at + 10),
      packed: table.readUInt32LE(at + 20),
      unpacked: table.readUInt32LE(at + 24),
      offset: table.readUInt32LE(at + 42),
    });
    at += 46 + name + table.readUInt16LE(at + 30) + table.readUInt16LE(at + 32);
  }
  return entries;
}

/** A ZIP archive on disk, whose files are read piece by piece: neither they nor it are ever held whole. */
export class ZipArchive {
  readonly #handle: FileHandle;
  readonly #entries: ReadonlyMap<string, ZipEntry>;

  private constructor(handle: FileHandle, entries: readonly ZipEntry[]) {
    this.#handle = handle;
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** Throws ImportFault where the archive is damaged. */
  static async open(file: string): Promise<ZipArchive> {
    const handle = await open(file, 'r');
    try {
      return new ZipArchive(handle, await contentsOf(handle));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Bytes that all files together unpack to, as the archive says. */
  get unpacked(): number {
    return [...this.#entries.values()].reduce((sum, entry) => sum + entry.unpacked, 0);
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** A file as text, in pieces. Throws ImportFault where it is damaged or larger than it says of itself. */
  async *texts(name: string): AsyncGenerator<string, void, undefined> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new ImportFault(CUT_OFF);
    const decoder = new TextDecoder();
    let left = entry.unpacked;
    for await (const bytes of this.#unpacked(entry)) {
      left -= bytes.length;
      // What unpacks to more than it says of itself is no workbook but a trap.
      if (left < 0) throw new ImportFault(CUT_OFF);
      yield decoder.decode(bytes, { stream: true });
    }
    if (left > 0) throw new ImportFault(CUT_OFF);
    yield decoder.decode();
  }

  async *#packed(entry: ZipEntry): AsyncGenerator<Buffer, void, undefined> {
    const head = await readAt(this.#handle, entry.offset, 30);
    let at = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
    const end = at + entry.packed;
    for (; at < end; at += PIECE) yield await readAt(this.#handle, at, Math.min(PIECE, end - at));
  }

  async *#unpacked(entry: ZipEntry): AsyncGenerator<Uint8Array, void, undefined> {
    if (entry.method === STORED) {
      yield* this.#packed(entry);
      return;
    }
    if (entry.method !== DEFLATED) throw new ImportFault(CUT_OFF);
    const packed = Readable.from(this.#packed(entry));
    const inflate = createInflateRaw({ chunkSize: PIECE });
    packed.once('error', (error) => inflate.destroy(error));
    try {
      yield* packed.pipe(inflate) as AsyncIterable<Uint8Array>;
    } catch (error) {
      if (String((error as { code?: unknown }).code).startsWith('Z_')) throw new ImportFault(CUT_OFF);
      throw error;
    } finally {
      packed.destroy();
    }
  }
}
