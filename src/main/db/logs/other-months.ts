import { openRaw, type RawDatabase, type RawStatement } from '../open.ts';
import { fileOf, monthsOf } from './files.ts';
import type { Month } from './months.ts';
import type { LogRow } from './rows.ts';
import { stateOf } from './schema.ts';

/** Ids that are looked up one by one, before it pays to have a filter of a month's ids in memory. */
const FEW = 5_000;
/** Bits of a filter for each id; at least one in forty of the ids that are not there must be looked up all the same. */
const BITS = 8;
/** The least room that a filter has, in ids. */
const LEAST = 65_536;

/** Says of ids that they are not in a month, or may be (a Bloom filter). */
class IdFilter {
  readonly #bytes: Uint8Array;
  readonly #mask: number;
  /** Ids from which on it says "may be" too often. */
  readonly full: number;
  ids = 0;

  constructor(expected: number) {
    const bits = 2 ** Math.ceil(Math.log2(Math.max(expected, LEAST) * BITS));
    this.#bytes = new Uint8Array(bits / 8);
    this.#mask = bits - 1;
    this.full = (bits / BITS) * 1.5;
  }

  add(id: string): void {
    this.ids += 1;
    this.#bitsOf(id, (byte, bit) => {
      this.#bytes[byte] = (this.#bytes[byte] as number) | bit;
      return true;
    });
  }

  mayHave(id: string): boolean {
    return this.#bitsOf(id, (byte, bit) => ((this.#bytes[byte] as number) & bit) !== 0);
  }

  #bitsOf(id: string, look: (byte: number, bit: number) => boolean): boolean {
    let one = 0x81_1c_9d_c5;
    let other = 0x9e_37_79_b9;
    for (let at = 0; at < id.length; at += 1) {
      const unit = id.charCodeAt(at);
      one = Math.imul(one ^ unit, 0x01_00_01_93);
      other = Math.imul(other + unit, 0x85_eb_ca_6b) ^ (other >>> 15);
    }
    for (let probe = 0; probe < 3; probe += 1) {
      const place = (one ^ (one >>> 15)) & this.#mask;
      if (!look(place >>> 3, 1 << (place & 7))) return false;
      one = (one + (other | 1)) | 0;
    }
    return true;
  }
}

/** The message ids of one month. */
class MonthIds {
  readonly #raw: RawDatabase;
  readonly #lookup: RawStatement | null;
  #filter: IdFilter | null = null;
  #asked = 0;

  constructor(file: string) {
    this.#raw = openRaw(file, { readonly: true });
    // Nearly every look is spared by the filter; a year of months should not hold pages for the rest.
    this.#raw.pragma('cache_size = -128');
    const made = stateOf(this.#raw) !== 'unmade';
    this.#lookup = made ? this.#raw.prepare('select 1 from messages where message_id = ?') : null;
  }

  has(id: string): boolean {
    if (this.#lookup === null) return false;
    this.#asked += 1;
    if (this.#filter === null && this.#asked > FEW) this.#filter = this.#gather();
    if (this.#filter?.mayHave(id) === false) return false;
    return this.#lookup.get(id) !== undefined;
  }

  added(rows: readonly LogRow[]): void {
    const filter = this.#filter;
    if (filter === null) return;
    for (const { id } of rows) filter.add(id);
    if (filter.ids > filter.full) this.#filter = null;
  }

  close(): void {
    this.#raw.close();
  }

  #gather(): IdFilter {
    const many = this.#raw.prepare('select sum(messages) from counts').pluck().get() as number | null;
    const filter = new IdFilter((many ?? 0) * 1.25);
    const ids = this.#raw.prepare('select message_id from messages').pluck().iterate();
    for (const id of ids) filter.add(id as string);
    return filter;
  }
}

/**
 * Knows the message ids of an account's other months, so that a message which comes again with another time is not taken
 * for another one. What other connections add meanwhile may be missed.
 */
export class OtherMonths {
  readonly #folder: string;
  readonly #account: string;
  readonly #months = new Map<Month, MonthIds>();

  constructor(folder: string, account: string) {
    this.#folder = folder;
    this.#account = account;
  }

  /** Those of a month's rows whose ids another month has. */
  known(month: Month, rows: readonly LogRow[]): ReadonlySet<LogRow> {
    const known = new Set<LogRow>();
    for (const other of monthsOf(this.#folder, this.#account)) {
      if (other === month) continue;
      const ids = this.#idsOf(other);
      for (const row of rows) if (ids.has(row.id)) known.add(row);
    }
    return known;
  }

  /** Tells of rows that were added to a month. */
  added(month: Month, rows: readonly LogRow[]): void {
    this.#months.get(month)?.added(rows);
  }

  /** Closes a month, so that its file can be removed. */
  forget(month: Month): void {
    this.#months.get(month)?.close();
    this.#months.delete(month);
  }

  close(): void {
    for (const month of this.#months.keys()) this.forget(month);
  }

  #idsOf(month: Month): MonthIds {
    let ids = this.#months.get(month);
    if (ids === undefined) {
      ids = new MonthIds(fileOf(this.#folder, this.#account, month));
      this.#months.set(month, ids);
    }
    return ids;
  }
}
