import { statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type ExportSplit, memberName, ordinalMark, singleName } from './names.ts';
import { type Finished, PartFile, partOf } from './part-file.ts';

/** Room for the lines of a page, and for those that wait before them. */
const CAPACITY = 2 * 1_048_576;
const DAY = 86_400_000;

/** A whole file of an export, still under its part name until the export is published. */
export interface WholeFile extends Finished {
  /** Full path. */
  readonly file: string;
  /** Without the header. */
  readonly rows: number;
}

/** The file that is being written: what is needed to go on with it. */
interface OpenFile {
  readonly file: string;
  readonly rows: number;
  /** On the disk. */
  readonly bytes: number;
  /** Before compression. */
  readonly plain: number;
  /** Unix ms from which on rows belong into another file; null: none does. */
  readonly end: number | null;
}

/** Where the writing got to. */
export interface FilesPoint {
  readonly whole: readonly WholeFile[];
  readonly open: OpenFile | null;
}

export interface FileSetOptions {
  /** As it was chosen; see `names.ts`. */
  readonly file: string;
  readonly gzip: boolean;
  readonly split: ExportSplit;
  /** Of a file that is split by size: the most bytes before compression, unless one row alone has more. */
  readonly splitBytes: number;
  /** What each file begins with. */
  readonly header: Uint8Array;
}

/** Rows of one kind as lines, one after the other. */
export interface Lines {
  /** Goes on to the next row; false if there is none. */
  next(): boolean;
  /** Unix ms of the UTC day that the row belongs to. */
  readonly time: number;
  /** Bytes that are enough for the row's line. */
  readonly room: number;
  /** Writes the row's line at a place that has `room` for it, and returns where it ends. */
  write(bytes: Uint8Array, start: number): number;
}

/**
 * The files of one export: one, or one for each UTC day, or as many as the size asks for. Compressed files are made of
 * gzip members of one to three MiB of text each, so that an export can go on behind any of them.
 */
export class FileSet {
  readonly #options: FileSetOptions;
  readonly #whole: WholeFile[];
  #part: PartFile | null;
  /** Of the open file. */
  #rows: number;
  #plain: number;
  #end: number;
  #buffer = new Uint8Array(CAPACITY);
  #used = 0;

  private constructor(options: FileSetOptions, point: FilesPoint, part: PartFile | null) {
    this.#options = options;
    this.#whole = [...point.whole];
    this.#part = part;
    this.#rows = point.open?.rows ?? 0;
    this.#plain = point.open?.plain ?? 0;
    // A set by day opens its first file with its first row.
    this.#end = point.open === null ? -Infinity : (point.open.end ?? Infinity);
  }

  static start(options: FileSetOptions): FileSet {
    const set = new FileSet(options, { whole: [], open: null }, null);
    if (options.split === 'none') set.#begin(singleName(options.file, options.gzip), Infinity);
    if (options.split === 'size') set.#beginNext();
    return set;
  }

  /** Goes on where an earlier run saved; null if what it wrote is not there any more. */
  static resume(options: FileSetOptions, point: FilesPoint): FileSet | null {
    const there = point.whole.every(
      ({ file, bytes }) => statSync(partOf(file), { throwIfNoEntry: false })?.size === bytes,
    );
    if (!there) return null;
    const part = point.open === null ? null : PartFile.resume(point.open.file, point.open.bytes);
    return part === null && point.open !== null ? null : new FileSet(options, point, part);
  }

  /** Bytes of all files so far, as they are on the disk; what waits in memory counts as it is there. */
  get bytes(): number {
    return this.#whole.reduce((sum, { bytes }) => sum + bytes, 0) + (this.#part?.bytes ?? 0) + this.#used;
  }

  append(lines: Lines): void {
    const { split, splitBytes } = this.#options;
    const limit = split === 'size' ? splitBytes : Infinity;
    while (lines.next()) {
      if (split === 'day' && lines.time >= this.#end) this.#beginDay(lines.time);
      const { room } = lines;
      if (room > this.#buffer.length - this.#used) this.#makeRoom(room);
      const start = this.#used;
      this.#used = lines.write(this.#buffer, start);
      if (this.#plain + this.#used > limit && this.#rows > 0) this.#moveOn(start);
      this.#rows += 1;
    }
  }

  /** Makes all rows so far survive a power cut, and says where to go on. */
  keep(): FilesPoint {
    this.#flush();
    const part = this.#part;
    part?.keep();
    const open = part && {
      file: part.file,
      rows: this.#rows,
      bytes: part.bytes,
      plain: this.#plain,
      end: Number.isFinite(this.#end) ? this.#end : null,
    };
    return { whole: [...this.#whole], open };
  }

  /** Ends the last file. All of them are whole then, under their part names. */
  finish(): readonly WholeFile[] {
    this.#endFile();
    return this.#whole;
  }

  /** Lets go of the open file and leaves it where it is. */
  close(): void {
    this.#part?.close();
  }

  #beginDay(at: number): void {
    const day = Math.floor(at / DAY) * DAY;
    const { file, gzip } = this.#options;
    this.#endFile();
    this.#begin(memberName(file, new Date(day).toISOString().slice(0, 10), gzip), day + DAY);
  }

  #beginNext(): void {
    const { file, gzip } = this.#options;
    this.#begin(memberName(file, ordinalMark(this.#whole.length + 1), gzip), Infinity);
  }

  #begin(file: string, end: number): void {
    const { header } = this.#options;
    this.#part = PartFile.start(file);
    this.#rows = 0;
    this.#plain = 0;
    this.#end = end;
    if (header.length > this.#buffer.length) this.#buffer = new Uint8Array(header.length);
    this.#buffer.set(header);
    this.#used = header.length;
  }

  /** The line from `start` on made the open file too large: it becomes the next one's first. */
  #moveOn(start: number): void {
    const line = this.#buffer.slice(start, this.#used);
    this.#used = start;
    this.#endFile();
    this.#beginNext();
    if (line.length > this.#buffer.length - this.#used) this.#makeRoom(line.length);
    this.#buffer.set(line, this.#used);
    this.#used += line.length;
  }

  #endFile(): void {
    this.#flush();
    const part = this.#part;
    if (part === null) return;
    this.#whole.push({ file: part.file, rows: this.#rows, ...part.finish() });
    this.#part = null;
  }

  #makeRoom(room: number): void {
    this.#flush();
    if (room > this.#buffer.length) this.#buffer = new Uint8Array(room);
  }

  #flush(): void {
    if (this.#used === 0) return;
    const bytes = this.#buffer.subarray(0, this.#used);
    this.#used = 0;
    this.#plain += bytes.length;
    this.#part?.write(this.#options.gzip ? gzipSync(bytes) : bytes);
  }
}
