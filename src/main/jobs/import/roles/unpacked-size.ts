import { ImportFault } from '../fault.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/** The end record with the longest comment. */
const END_WITHIN = 65_557;

/** How many bytes the entries of a ZIP archive say they unpack to; throws ImportFault for what is no archive. */
export function unpackedSize(bytes: Buffer): number {
  const from = Math.max(0, bytes.length - END_WITHIN);
  for (let at = bytes.length - 22; at >= from; at--) {
    if (bytes.readUInt32LE(at) !== END) continue;
    let total = 0;
    let entry = bytes.readUInt32LE(at + 16);
    for (let left = bytes.readUInt16LE(at + 10); left > 0; left--) {
      if (entry + 46 > bytes.length || bytes.readUInt32LE(entry) !== ENTRY) break;
      total += bytes.readUInt32LE(entry + 24);
      entry +=
        46 + bytes.readUInt16LE(entry + 28) + bytes.readUInt16LE(entry + 30) + bytes.readUInt16LE(entry + 32);
    }
    return total;
  }
  throw new ImportFault('The workbook is damaged: its end is missing. Save it again, or choose another.');
}
