import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { ImportFault } from '../import/fault.ts';

/** Read at once, in bytes. */
const BLOCK = 262_144;

/** A file as it was when it was opened: another size or time means that somebody changed it. */
export interface FileMark {
  readonly size: number;
  /** Unix ms. */
  readonly modified: number;
}

export interface OpenedFile extends FileMark {
  readonly gzip: boolean;
}

/** Looks at a file; throws ImportFault where it is none, and what the system says where it can't be read. */
export async function lookAt(file: string): Promise<OpenedFile> {
  const handle = await open(file, 'r');
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new ImportFault('That is no file. Choose a file of log rows.');
    if (stat.size === 0) throw new ImportFault('The file is empty. Choose a file with log rows in it.');
    const head = Buffer.alloc(2);
    await handle.read(head, 0, 2, 0);
    return { size: stat.size, modified: stat.mtimeMs, gzip: head[0] === 0x1f && head[1] === 0x8b };
  } finally {
    await handle.close();
  }
}

/**
 * A piece of a file's contents, unpacked, and how many bytes of the file were read for it. The bytes are good only until
 * the next piece is asked for.
 */
export interface Piece {
  readonly bytes: Buffer;
  readonly position: number;
}

/**
 * The contents of a file from its start, unpacked if it is gzip; `raw` is told of each block as it stands in the file.
 * Throws ImportFault for gzip that is cut off or damaged.
 */
export async function* piecesOf(
  file: string,
  { gzip }: Pick<OpenedFile, 'gzip'>,
  raw?: (block: Buffer) => void,
): AsyncGenerator<Piece> {
  if (!gzip) {
    for await (const piece of plainPieces(file)) {
      raw?.(piece.bytes);
      yield piece;
    }
    return;
  }
  const source = createReadStream(file, { highWaterMark: BLOCK });
  if (raw !== undefined) source.on('data', (block) => raw(block as Buffer));
  const unpacked = createGunzip({ chunkSize: BLOCK });
  source.on('error', (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  try {
    for await (const block of unpacked) yield { bytes: block as Buffer, position: source.bytesRead };
  } catch (error) {
    throw gzipFault(error);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

/** All in one buffer: a stream's would pile up by the hundred before they are let go. */
async function* plainPieces(file: string): AsyncGenerator<Piece> {
  const buffer = Buffer.allocUnsafeSlow(BLOCK);
  const handle = await open(file, 'r');
  try {
    for (let position = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, BLOCK, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield { bytes: buffer.subarray(0, bytesRead), position };
    }
  } finally {
    await handle.close();
  }
}

/** Gzip that can't be unpacked. */
export class GzipFault extends ImportFault {
  readonly cutOff: boolean;
  constructor(cutOff: boolean) {
    super(
      cutOff
        ? 'The gzip file is cut off: it ends before its contents do. Fetch it again.'
        : 'The gzip file is damaged. Fetch it again.',
    );
    this.cutOff = cutOff;
  }
}

function gzipFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new GzipFault(true);
  return code.startsWith('Z_') ? new GzipFault(false) : error;
}
