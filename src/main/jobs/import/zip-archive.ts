import { open } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
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

/** The table of contents of an archive in memory. Throws ImportFault where it has none. */
function contentsOf(archive: Buffer): ZipEntry[] {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > archive.length) throw new ImportFault(CUT_OFF);
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  while (at + 46 <= end && archive.readUInt32LE(at) === 0x02014b50) {
    const name = archive.readUInt16LE(at + 28);
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + name),
      method: archive.readUInt16LE(at + 10),
      packed: archive.readUInt32LE(at + 20),
      unpacked: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
    });
    at += 46 + name + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function unpack(archive: Buffer, entry: ZipEntry): Buffer {
  const { offset, packed, unpacked, method } = entry;
  if (offset + 30 > archive.length) throw new ImportFault(CUT_OFF);
  const from = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const data = archive.subarray(from, from + packed);
  if (method === STORED) return data;
  if (method !== DEFLATED) throw new ImportFault(CUT_OFF);
  try {
    // What unpacks to more than it says of itself is no workbook but a trap.
    return inflateRawSync(data, { maxOutputLength: Math.max(1, unpacked) });
  } catch {
    throw new ImportFault(CUT_OFF);
  }
}

/** An archive of the same files, unpacked; the parts of a ZIP file that readers look at. */
function storedArchive(files: readonly { readonly name: string; readonly data: Buffer }[]): ArrayBuffer {
  const names = files.map(({ name }) => Buffer.from(name));
  const length = files.reduce(
    (sum, { data }, index) => sum + data.length + 76 + 2 * (names[index]?.length ?? 0),
    22,
  );
  const buffer = new ArrayBuffer(length);
  const bytes = Buffer.from(buffer);
  const offsets: number[] = [];
  let at = 0;
  files.forEach(({ data }, index) => {
    const name = names[index] as Buffer;
    offsets.push(at);
    bytes.writeUInt32LE(0x04034b50, at);
    bytes.writeUInt32LE(data.length, at + 18);
    bytes.writeUInt32LE(data.length, at + 22);
    bytes.writeUInt16LE(name.length, at + 26);
    name.copy(bytes, at + 30);
    data.copy(bytes, at + 30 + name.length);
    at += 30 + name.length + data.length;
  });
  const directory = at;
  files.forEach(({ data }, index) => {
    const name = names[index] as Buffer;
    bytes.writeUInt32LE(0x02014b50, at);
    bytes.writeUInt32LE(data.length, at + 20);
    bytes.writeUInt32LE(data.length, at + 24);
    bytes.writeUInt16LE(name.length, at + 28);
    bytes.writeUInt32LE(offsets[index] as number, at + 42);
    name.copy(bytes, at + 46);
    at += 46 + name.length;
  });
  bytes.writeUInt32LE(0x06054b50, at);
  bytes.writeUInt16LE(files.length, at + 8);
  bytes.writeUInt16LE(files.length, at + 10);
  bytes.writeUInt32LE(at - directory, at + 12);
  bytes.writeUInt32LE(directory, at + 16);
  return buffer;
}

/**
 * The XML files of an archive on disk, unpacked into an archive in memory: what reads workbooks would else unpack them
 * in threads made from its own source text, which a bundle has changed. `check` may refuse it by its names and by the
 * bytes that it would unpack to. Throws ImportFault where the archive is damaged.
 */
export async function unpackedArchive(
  file: string,
  check: (names: readonly string[], unpacked: number) => void,
): Promise<ArrayBuffer> {
  const handle = await open(file, 'r');
  try {
    const archive = await handle.readFile();
    const entries = contentsOf(archive);
    check(
      entries.map(({ name }) => name),
      entries.reduce((sum, { unpacked }) => sum + unpacked, 0),
    );
    const wanted = entries.filter(({ name }) => name.endsWith('.xml') || name.endsWith('.rels'));
    return storedArchive(wanted.map((entry) => ({ name: entry.name, data: unpack(archive, entry) })));
  } finally {
    await handle.close();
  }
}
