import type { RawDatabase, RawStatement } from '../../db/open.ts';
import type { Facts } from './facts.ts';

const DAY_MS = 86_400_000;

/** Chooses what a callee is shown: always the same number, and none more often a day (UTC) than its cap. */
export class CallerBook {
  readonly #facts: Facts;
  readonly #count: RawStatement;
  readonly #called: RawStatement;

  constructor(db: RawDatabase, facts: Facts) {
    this.#facts = facts;
    this.#count = db.prepare(
      `insert into caller_id_days (number, day, calls) values (@number, @day, 1)
       on conflict (number, day) do update set calls = calls + 1 where @cap is null or calls < @cap`,
    );
    this.#called = db.prepare('select calls from caller_id_days where number = ? and day = ?');
  }

  /** Whether any call may be placed today under the caps. */
  anyLeft(now: number): boolean {
    const { callers, callerCap } = this.#facts;
    if (callers.length === 0 || callerCap === null) return true;
    return callers.some((number) => this.#callsOf(number, now) < callerCap);
  }

  /** In a transaction: takes one of today's calls; undefined if there is none left that this callee may be shown. */
  take(callee: number, before: number | null, now: number): number | null | undefined {
    const { callers, callerCap } = this.#facts;
    if (callers.length === 0) return null;
    const first = spread(callee) % callers.length;
    const inTurn = callers.map((_, index) => callers[(first + index) % callers.length] as number);
    const may = before !== null && callers.includes(before) ? [before] : inTurn;
    const day = Math.floor(now / DAY_MS);
    return may.find((number) => this.#count.run({ number, day, cap: callerCap }).changes === 1);
  }

  #callsOf(number: number, now: number): number {
    return (this.#called.get(number, Math.floor(now / DAY_MS))?.['calls'] as number | undefined) ?? 0;
  }
}

/** When the caps begin anew, Unix ms. */
export function nextDay(now: number): number {
  return (Math.floor(now / DAY_MS) + 1) * DAY_MS;
}

/** Spreads numbers that follow each other. */
function spread(number: number): number {
  const mixed = Math.imul((number % 4_294_967_296) | 0, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 1;
}
