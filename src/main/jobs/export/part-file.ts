import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { diskFault, onDisk } from './faults.ts';

const CHUNK = 1_048_576;

/** What is known of a finished file. */
export interface Finished {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * A file that is being written under the name `<file>.part` and takes its final name only when it is whole.
 * Every failure of the disk is thrown as an ExportFault.
 */
export class PartFile {
  readonly file: string;
  readonly #part: string;
  readonly #hash: Hash;
  #descriptor: number | null;
  #written: number;

  private constructor(file: string, descriptor: number, kept: { hash: Hash; bytes: number }) {
    this.file = file;
    this.#part = partOf(file);
    this.#descriptor = descriptor;
    this.#hash = kept.hash;
    this.#written = kept.bytes;
  }

  /** A new part file; what a run without a saved point left there is overwritten. */
  static start(file: string): PartFile {
    const descriptor = onDisk(file, () => openSync(partOf(file), 'w', 0o600));
    return new PartFile(file, descriptor, { hash: createHash('sha256'), bytes: 0 });
  }

  /** Goes on after the first `bytes` bytes of an earlier run's part file; null if they are not there any more. */
  static resume(file: string, bytes: number): PartFile | null {
    const part = partOf(file);
    if (!existsSync(part)) return null;
    return onDisk(file, () => {
      const descriptor = openSync(part, 'r+');
      if (fstatSync(descriptor).size < bytes) {
        closeSync(descriptor);
        return null;
      }
      ftruncateSync(descriptor, bytes);
      return new PartFile(file, descriptor, { hash: hashOf(descriptor, bytes), bytes });
    });
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.#written;
  }

  write(bytes: Uint8Array): void {
    const descriptor = this.#open();
    onDisk(this.file, () => {
      let done = 0;
      while (done < bytes.length) {
        done += writeSync(descriptor, bytes, done, bytes.length - done, this.#written + done);
      }
    });
    this.#hash.update(bytes);
    this.#written += bytes.length;
  }

  /** Makes all bytes so far survive a power cut, and that the part file is still where it belongs. */
  keep(): void {
    const descriptor = this.#open();
    onDisk(this.file, () => {
      fsyncSync(descriptor);
      if (statSync(this.#part).ino !== fstatSync(descriptor).ino) throw diskFault(this.file, 'ENOENT');
    });
  }

  /** Ends the writing; `publish` gives the file its name. */
  finish(): Finished {
    this.keep();
    this.close();
    return { bytes: this.#written, sha256: this.#hash.digest('hex') };
  }

  /** Lets go of the part file and leaves it where it is. */
  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #open(): number {
    if (this.#descriptor === null) throw new Error('The part file is closed.');
    return this.#descriptor;
  }
}

/** Gives a finished part file its final name; `syncFolderOf` makes that last. */
export function publish(file: string, overwrite: boolean): void {
  onDisk(file, () => {
    if (!overwrite && existsSync(file)) throw diskFault(file, 'EEXIST');
    renameSync(partOf(file), file);
  });
}

/** Removes what is under a name, if anything. */
export function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A folder that is gone, or that became unreadable, has nothing for us to remove.
  }
}

/** Removes what is under the part name of a file, if anything. */
export function removePart(file: string): void {
  remove(partOf(file));
}

/** Whether a file, under its final or its part name, holds exactly these bytes. */
export function holds(file: string, where: 'final' | 'part', { bytes, sha256 }: Finished): boolean {
  const path = where === 'final' ? file : partOf(file);
  if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) return false;
  const descriptor = openSync(path, 'r');
  try {
    return hashOf(descriptor, bytes).digest('hex') === sha256;
  } finally {
    closeSync(descriptor);
  }
}

/** The name of a file while it is unfinished. */
export function partOf(file: string): string {
  return `${file}.part`;
}

function hashOf(descriptor: number, bytes: number): Hash {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK, bytes));
  let done = 0;
  while (done < bytes) {
    const read = readSync(descriptor, buffer, 0, Math.min(CHUNK, bytes - done), done);
    if (read === 0) throw new Error('The part file became shorter while it was read.');
    hash.update(buffer.subarray(0, read));
    done += read;
  }
  return hash;
}

/** Makes the names in a file's folder survive a power cut; Windows, which has no such call, does it by itself. */
export function syncFolderOf(file: string): void {
  if (process.platform === 'win32') return;
  onDisk(file, () => {
    const descriptor = openSync(dirname(file), 'r');
    try {
      fsyncSync(descriptor);
    } catch (error) {
      // Some network disks refuse it; the rename has happened all the same.
      if (!['EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    } finally {
      closeSync(descriptor);
    }
  });
}
