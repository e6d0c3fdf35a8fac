import type { ListEntry } from './entry.ts';
import {
  BLOCK_ENTRIES,
  BLOCK_TEXT,
  EntryBlock,
  fixedBytes,
  fixedColumns,
  NO_PRIORITY,
  type PackedBlock,
} from './entry-block.ts';
import { unpackFields } from './extra-fields.ts';

const FIRST_TEXT = 262_144;
/** Longer texts are copied as a whole instead of byte by byte. */
const SHORT_TEXT = 48;
/** A length is at most this long: a row has some 2^20 characters. */
const LENGTH_BYTES = 5;

/**
 * Packs entries into blocks, one after the other. An entry is `begin`, its name and its fields by `cell`, then
 * `finish`; or all of it at once by `add`.
 */
export class BlockBuilder {
  readonly #most: number;
  readonly #numbers: Float64Array;
  readonly #rows: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #priorities: Uint32Array;
  readonly #traits: Uint16Array;
  readonly #zoneOf: Uint16Array;
  #zones = new Map<string, number>();
  #placed = false;
  #texts = Buffer.allocUnsafe(FIRST_TEXT);
  #length = 0;
  /** Where the entry's texts end without the empty fields at their end. */
  #kept = 0;
  #count = 0;
  #first: number;

  /** `first`: the seq of the first entry; `most`: entries in a block. */
  constructor(first = 1, most = BLOCK_ENTRIES) {
    this.#first = first;
    this.#most = most;
    this.#numbers = new Float64Array(most);
    this.#rows = new Uint32Array(most);
    this.#ends = new Uint32Array(most);
    this.#priorities = new Uint32Array(most);
    this.#traits = new Uint16Array(most);
    this.#zoneOf = new Uint16Array(most);
  }

  get count(): number {
    return this.#count;
  }

  /** Seq of the next entry. */
  get next(): number {
    return this.#first + this.#count;
  }

  get full(): boolean {
    return this.#count === this.#most || this.#length >= BLOCK_TEXT;
  }

  begin(number: number, row: number, traits: number): void {
    const at = this.#count;
    this.#numbers[at] = number;
    this.#rows[at] = row;
    this.#traits[at] = traits;
    this.#priorities[at] = NO_PRIORITY;
    this.#zoneOf[at] = 0;
    this.#kept = 0;
  }

  place(zone: string | null, priority: number | null): void {
    if (zone === null && priority === null) return;
    this.#placed = true;
    this.#priorities[this.#count] = priority ?? NO_PRIORITY;
    this.#zoneOf[this.#count] = zone === null ? 0 : this.#zone(zone);
  }

  /** The next text of the entry, the name first: the UTF-8 bytes [from, to). */
  cell(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (this.#length + length + LENGTH_BYTES > this.#texts.length) this.#grow(length);
    const texts = this.#texts;
    let at = putLength(texts, this.#length, length);
    if (length <= SHORT_TEXT) {
      for (let index = from; index < to; index++) texts[at++] = bytes[index] as number;
    } else {
      texts.set(bytes.subarray(from, to), at);
      at += length;
    }
    this.#length = at;
    // The name is kept even if it is empty: it says where the fields begin.
    if (length > 0 || this.#kept === 0) this.#kept = at;
  }

  finish(): void {
    this.#length = this.#kept;
    this.#ends[this.#count] = this.#length;
    this.#count += 1;
  }

  /** Takes entries `from` up to, and without, `to` of another block, as many as it has room for; returns the next. */
  addRun(block: EntryBlock, from: number, to: number): number {
    const end = Math.min(to, from + this.#most - this.#count);
    const { numbers, rows, ends, traits } = block.columns;
    const start = from === 0 ? 0 : (ends[from - 1] as number);
    const bytes = (ends[end - 1] as number) - start;
    if (this.#length + bytes > this.#texts.length) this.#grow(bytes);
    block.texts.copy(this.#texts, this.#length, start, start + bytes);
    const shift = this.#length - start;
    // Runs are short where one row in some is refused: a loop costs less than to make views and copy those.
    for (let at = from; at < end; at++) {
      this.begin(numbers[at] as number, rows[at] as number, traits[at] as number);
      if (block.placed) this.place(block.zone(at), block.priority(at));
      this.#ends[this.#count] = (ends[at] as number) + shift;
      this.#count += 1;
    }
    this.#length += bytes;
    return end;
  }

  add(entry: Omit<ListEntry, 'seq'>): void {
    this.begin(entry.number, entry.row, entry.traits);
    this.place(entry.zone, entry.priority);
    this.#text(entry.name);
    for (const value of unpackFields(entry.fields)) this.#text(value);
    this.finish();
  }

  /** Keeps a place for an entry that was taken out. */
  skip(): void {
    this.begin(0, 0, 0);
    this.#ends[this.#count] = this.#length;
    this.#count += 1;
  }

  /** The entries of the block so far; it sees what becomes of them until `take`. */
  view(): EntryBlock {
    const columns = {
      numbers: this.#numbers,
      rows: this.#rows,
      ends: this.#ends,
      priorities: this.#priorities,
      traits: this.#traits,
      zones: this.#zoneOf,
    };
    const place = { first: this.#first, count: this.#count };
    return new EntryBlock(place, columns, { texts: this.#texts, zones: [...this.#zones.keys()] });
  }

  /** Goes on with another seq. There must be no entries in the block. */
  startAt(seq: number): void {
    if (this.#count > 0) throw new Error('The block has entries already.');
    this.#first = seq;
  }

  /**
   * The block as it is stored; the builder goes on with the next one. With `room` the block lies in memory that it
   * gives and that can go to another thread.
   */
  take(room?: (bytes: number) => Uint8Array<ArrayBuffer>): PackedBlock {
    const count = this.#count;
    const bytes = fixedBytes(count, this.#placed);
    const fixed = room === undefined ? new Uint8Array(bytes) : room(bytes);
    const columns = fixedColumns(fixed, count, this.#placed);
    columns.numbers.set(this.#numbers.subarray(0, count));
    columns.rows.set(this.#rows.subarray(0, count));
    columns.ends.set(this.#ends.subarray(0, count));
    columns.traits.set(this.#traits.subarray(0, count));
    columns.priorities?.set(this.#priorities.subarray(0, count));
    columns.zones?.set(this.#zoneOf.subarray(0, count));
    const texts =
      room === undefined ? new Uint8Array(this.#texts.subarray(0, this.#length)) : this.#handOver(room);
    const block = {
      first: this.#first,
      count,
      fixed,
      texts,
      zones: this.#placed ? JSON.stringify([...this.#zones.keys()]) : null,
    };
    this.#first += count;
    this.#count = 0;
    this.#length = 0;
    if (this.#placed) this.#zones = new Map();
    this.#placed = false;
    return block;
  }

  /** The texts where they lie; the next block's get other memory, of some more than these needed. */
  #handOver(room: (bytes: number) => Uint8Array<ArrayBuffer>): Uint8Array {
    const { buffer, byteOffset } = this.#texts;
    const texts = new Uint8Array(buffer, byteOffset, this.#length);
    this.#texts = Buffer.from(room(Math.ceil(1.25 * this.#length)).buffer);
    return texts;
  }

  #text(text: string): void {
    const bytes = Buffer.from(text);
    this.cell(bytes, 0, bytes.length);
  }

  #zone(name: string): number {
    let zone = this.#zones.get(name);
    if (zone === undefined) this.#zones.set(name, (zone = this.#zones.size + 1));
    return zone;
  }

  #grow(length: number): void {
    const longer = Buffer.allocUnsafe(2 * (this.#texts.length + length));
    longer.set(this.#texts.subarray(0, this.#length));
    this.#texts = longer;
  }
}

/** Writes a length at a place of the texts; returns the place behind it. */
function putLength(texts: Uint8Array, from: number, length: number): number {
  let at = from;
  let rest = length;
  while (rest >= 128) {
    texts[at++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  texts[at++] = rest;
  return at;
}

/** The name and the fields of one entry as a block has them. */
export function packedTexts({ name, fields }: Pick<ListEntry, 'name' | 'fields'>): Uint8Array {
  const texts = [name, ...unpackFields(fields)];
  const packed = Buffer.allocUnsafe(
    texts.reduce((sum, text) => sum + LENGTH_BYTES + Buffer.byteLength(text), 0),
  );
  let at = 0;
  for (const text of texts) {
    at = putLength(packed, at, Buffer.byteLength(text));
    at += packed.write(text, at);
  }
  return packed.subarray(0, at);
}
