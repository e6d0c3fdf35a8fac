import type { RawDatabase, RawStatement } from '../../db/open.ts';
import type { Facts } from './facts.ts';
import { CallingHours, wallClock } from './hours.ts';

/** The zones that a number may lie in, IANA names; null: unknown. */
export type ZonesOf = (number: number) => readonly string[] | null;

/** Numbers whose zones are looked up in one transaction. */
const AT_ONCE = 5_000;
/** The key of "no zone is known". */
export const UNKNOWN_ZONE = 0;

/** Which numbers of a broadcast may be called when: sets of zones, and the calling hours in each. */
export class ZoneBook {
  readonly hours: CallingHours;
  readonly #db: RawDatabase;
  readonly #facts: Facts;
  readonly #zones = new Map<number, readonly string[] | null>();
  readonly #insert: RawStatement;

  constructor(db: RawDatabase, facts: Facts) {
    this.#db = db;
    this.#facts = facts;
    this.hours = new CallingHours(facts.hours);
    this.#insert = db.prepare(
      'insert into broadcast_zones (broadcast_key, zone_key, zones) values (?, ?, ?)',
    );
    this.#zones.set(UNKNOWN_ZONE, facts.zone === null ? null : [facts.zone]);
    const stored = db.prepare('select zone_key as key, zones from broadcast_zones where broadcast_key = ?');
    for (const row of stored.all(facts.key) as { key: number; zones: string }[]) {
      this.#zones.set(row.key, JSON.parse(row.zones) as string[]);
    }
  }

  /** Every set of zones that numbers lie in. */
  get keys(): readonly number[] {
    return [...this.#zones.keys()];
  }

  zonesOf(key: number): readonly string[] | null {
    return this.#zones.get(key) ?? null;
  }

  isOpen(key: number, now: number): boolean {
    return this.hours.isOpen(this.zonesOf(key), now);
  }

  /** The hour on the wall where a callee is; of several zones the first; '' if unknown. */
  hourOf(key: number, now: number): string {
    const [zone] = this.zonesOf(key) ?? [];
    return zone === undefined ? '' : String(Math.floor(wallClock(zone, now).minute / 60));
  }

  /** Looks up the zones of numbers that have none yet; `write` runs each part in a transaction and says if it could. */
  async assign(
    zonesOf: ZonesOf,
    write: (work: () => void) => boolean,
    pause: () => Promise<unknown>,
  ): Promise<void> {
    const next = this.#db.prepare(
      `select seq, number, zone from broadcast_numbers
       where broadcast_key = ? and seq > ? and zone_key is null order by seq limit ${AT_ONCE}`,
    );
    const set = this.#db.prepare(
      'update broadcast_numbers set zone_key = ? where broadcast_key = ? and seq = ?',
    );
    for (let after = 0; ; ) {
      const rows = next.all(this.#facts.key, after) as { seq: number; number: number; zone: string | null }[];
      const last = rows.at(-1);
      if (last === undefined) return;
      const wrote = write(() => {
        for (const { seq, number, zone } of rows) {
          set.run(this.#keyOf(zone === null ? zonesOf(number) : [zone]), this.#facts.key, seq);
        }
      });
      if (wrote) after = last.seq;
      await pause();
    }
  }

  #keyOf(zones: readonly string[] | null): number {
    if (zones === null || zones.length === 0) return UNKNOWN_ZONE;
    const name = JSON.stringify([...zones].toSorted());
    for (const [key, known] of this.#zones)
      if (known !== null && key !== 0 && JSON.stringify(known) === name) return key;
    const key = Math.max(...this.#zones.keys()) + 1;
    this.#insert.run(this.#facts.key, key, name);
    this.#zones.set(key, JSON.parse(name) as string[]);
    return key;
  }
}
