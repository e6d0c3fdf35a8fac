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
  readonly #numbers = new Float64Array(BLOCK_ENTRIES);
  readonly #rows = new Uint32Array(BLOCK_ENTRIES);
  readonly #ends = new Uint32Array(BLOCK_ENTRIES);
  readonly #priorities = new Uint32Array(BLOCK_ENTRIES);
  readonly #traits = new Uint16Array(BLOCK_ENTRIES);
  readonly #zoneOf = new Uint16Array(BLOCK_ENTRIES);
  #zones = new Map<string, number>();
  #placed = false;
  #texts = Buffer.allocUnsafe(FIRST_TEXT);
  #length = 0;
  /** Where the entry's texts end without the empty fields at their end. */
  #kept = 0;
  #count = 0;
  #first: number;

  /** `first`: the seq of the first entry. */
  constructor(first = 1) {
    this.#first = first;
  }

  get count(): number {
    return this.#count;
  }

  /** Seq of the next entry. */
  get next(): number {
    return this.#first + this.#count;
  }

  get full(): boolean {
    return this.#count === BLOCK_ENTRIES || this.#length >= BLOCK_TEXT;
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
    let at = this.#length;
    let rest = length;
    while (rest >= 128) {
      texts[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    texts[at++] = rest;
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

  /** The block as it is stored; the builder goes on with the next one. */
  take(): PackedBlock {
    const count = this.#count;
    const fixed = new Uint8Array(fixedBytes(count, this.#placed));
    const columns = fixedColumns(fixed, count, this.#placed);
    columns.numbers.set(this.#numbers.subarray(0, count));
    columns.rows.set(this.#rows.subarray(0, count));
    columns.ends.set(this.#ends.subarray(0, count));
    columns.traits.set(this.#traits.subarray(0, count));
    columns.priorities?.set(this.#priorities.subarray(0, count));
    columns.zones?.set(this.#zoneOf.subarray(0, count));
    const block = {
      first: this.#first,
      count,
      fixed,
      texts: Uint8Array.prototype.slice.call(this.#texts, 0, this.#length),
      zones: this.#placed ? JSON.stringify([...this.#zones.keys()]) : null,
    };
    this.#first += count;
    this.#count = 0;
    this.#length = 0;
    if (this.#placed) this.#zones = new Map();
    this.#placed = false;
    return block;
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
