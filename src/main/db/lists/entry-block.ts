import type { ListEntry } from './entry.ts';
import { packFields } from './extra-fields.ts';

/** The most entries in one block. */
export const BLOCK_ENTRIES = 1_024;
/** A block that has this many bytes of text takes no more entries. */
export const BLOCK_TEXT = 1_048_576;

/** Stands for "no priority". */
export const NO_PRIORITY = 0xffff_ffff;

/**
 * Entries that follow each other, packed by column, as a row of `number_list_blocks` holds them.
 *
 * `fixed` is, for `count` entries in the machine's own (little-endian) order: their numbers (Float64; 0: this entry
 * was taken out), rows of the file (Uint32), ends of their texts in `texts` (Uint32), then only if `zones` is not
 * null their priorities (Uint32, NO_PRIORITY for none), then their traits (Uint16), then only if `zones` is not null
 * their zone (Uint16: 0 for none, else the position in `zones` and 1).
 * `texts` is the name and the extra fields of each entry, trailing empty fields left out: the length in bytes (7 bits
 * to a byte, the lowest first, the eighth bit set where more follow), then the text as UTF-8.
 * `zones` is a JSON array of names; null if no entry has a zone or a priority.
 */
export interface PackedBlock {
  /** Seq of the first entry; those of the others follow without a gap. */
  readonly first: number;
  readonly count: number;
  readonly fixed: Uint8Array;
  readonly texts: Uint8Array;
  readonly zones: string | null;
}

/** Bytes of `fixed` for each entry. */
const PLAIN_BYTES = 18;
const PLACED_BYTES = 24;

/** The bytes that `fixed` has for so many entries. */
export function fixedBytes(count: number, placed: boolean): number {
  return count * (placed ? PLACED_BYTES : PLAIN_BYTES);
}

/** The columns of `fixed`, as views over it. */
export interface FixedColumns {
  readonly numbers: Float64Array;
  readonly rows: Uint32Array;
  readonly ends: Uint32Array;
  readonly priorities: Uint32Array | null;
  readonly traits: Uint16Array;
  readonly zones: Uint16Array | null;
}

/** Views over `fixed`; it is copied if it lies where numbers of eight bytes can't be read. */
export function fixedColumns(fixed: Uint8Array, count: number, placed: boolean): FixedColumns {
  const { buffer, byteOffset } = fixed.byteOffset % 8 === 0 ? fixed : new Uint8Array(fixed);
  let at = byteOffset;
  const next = (bytes: number): number => {
    const from = at;
    at += bytes * count;
    return from;
  };
  return {
    numbers: new Float64Array(buffer, next(8), count),
    rows: new Uint32Array(buffer, next(4), count),
    ends: new Uint32Array(buffer, next(4), count),
    priorities: placed ? new Uint32Array(buffer, next(4), count) : null,
    traits: new Uint16Array(buffer, next(2), count),
    zones: placed ? new Uint16Array(buffer, next(2), count) : null,
  };
}

/** A packed block, read entry by entry; `at` counts from 0 within the block. */
export class EntryBlock {
  readonly first: number;
  readonly count: number;
  readonly columns: FixedColumns;
  /** The texts of all entries as they are packed; `columns.ends` says where each entry's end. */
  readonly texts: Buffer;
  readonly #zones: readonly string[];

  constructor(
    { first, count }: { readonly first: number; readonly count: number },
    columns: FixedColumns,
    { texts, zones }: { readonly texts: Uint8Array; readonly zones: readonly string[] },
  ) {
    this.first = first;
    this.count = count;
    this.columns = columns;
    this.texts = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength);
    this.#zones = zones;
  }

  static of(packed: PackedBlock): EntryBlock {
    const zones = packed.zones === null ? null : (JSON.parse(packed.zones) as string[]);
    const columns = fixedColumns(packed.fixed, packed.count, zones !== null);
    return new EntryBlock(packed, columns, { texts: packed.texts, zones: zones ?? [] });
  }

  /** The number of each entry; 0 for one that was taken out. */
  get numbers(): Float64Array {
    return this.columns.numbers;
  }

  /** Whether any entry may have a zone or a priority. */
  get placed(): boolean {
    return this.columns.zones !== null;
  }

  get traits(): Uint16Array {
    return this.columns.traits;
  }

  get rows(): Uint32Array {
    return this.columns.rows;
  }

  zone(at: number): string | null {
    const zone = this.columns.zones?.[at] ?? 0;
    return zone === 0 ? null : (this.#zones[zone - 1] as string);
  }

  priority(at: number): number | null {
    const priority = this.columns.priorities?.[at] ?? NO_PRIORITY;
    return priority === NO_PRIORITY ? null : priority;
  }

  /** Its bytes in the block's texts: the name first, then the fields. */
  span(at: number): readonly [number, number] {
    const { ends } = this.columns;
    return [at === 0 ? 0 : (ends[at - 1] as number), ends[at] as number];
  }

  name(at: number): string {
    const [from, to] = this.span(at);
    return from === to ? '' : this.#cell(from).text;
  }

  /** The values of the extra fields; trailing empty ones are left out. */
  values(at: number): string[] {
    const [start, to] = this.span(at);
    const values: string[] = [];
    if (start === to) return values;
    let { next } = this.#cell(start);
    while (next < to) {
      const cell = this.#cell(next);
      values.push(cell.text);
      next = cell.next;
    }
    return values;
  }

  /** The entry; null if it was taken out. */
  entry(at: number): ListEntry | null {
    const number = this.numbers[at] as number;
    if (number === 0) return null;
    return {
      seq: this.first + at,
      number,
      name: this.name(at),
      row: this.rows[at] as number,
      fields: packFields(this.values(at)),
      traits: this.traits[at] as number,
      zone: this.zone(at),
      priority: this.priority(at),
    };
  }

  /** The entries that were not taken out, in order. */
  *entries(): Generator<ListEntry> {
    for (let at = 0; at < this.count; at++) {
      const entry = this.entry(at);
      if (entry !== null) yield entry;
    }
  }

  #cell(from: number): { readonly text: string; readonly next: number } {
    const { length, at } = lengthAt(this.texts, from);
    return { text: this.texts.toString('utf8', at, at + length), next: at + length };
  }
}

/** The length that is written at `from`, and where the text of this length begins. */
export function lengthAt(texts: Uint8Array, from: number): { readonly length: number; readonly at: number } {
  let at = from;
  let byte = texts[at++] as number;
  let length = byte & 127;
  for (let factor = 128; byte >= 128; factor *= 128) {
    byte = texts[at++] as number;
    length += (byte & 127) * factor;
  }
  return { length, at };
}
