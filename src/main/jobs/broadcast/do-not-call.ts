import { addOwnNumber, DoNotCall } from '../../db/do-not-call.ts';
import type { RawDatabase } from '../../db/open.ts';

/** Who must not be called, as far as a broadcast's account knows; asked at the moment of dialling. */
export interface DoNotCallGuard {
  /** Whether a number (E.164 digits) must not be called at this moment. */
  forbids(number: number, now: number): boolean;
  /** Why nobody may be called by the data at hand, in words for a person; null if all is well. */
  outOfDate(now: number): string | null;
  /** In a transaction: somebody asked not to be called again. */
  add(number: number, now: number): void;
}

/** Sources in words; unnamed, since who may see a broadcast need not be one who may see them. */
export function outOfDateWords(sources: number): string {
  return sources === 1
    ? 'One source of do-not-call data is out of date.'
    : `${sources} sources of do-not-call data are out of date.`;
}

/** The do-not-call data of the account and above it; who asks not to be called again goes to the account's own. */
export class OptOuts implements DoNotCallGuard {
  readonly #db: RawDatabase;
  readonly #node: string;
  readonly #newId: () => string;
  readonly #data: DoNotCall;

  constructor(db: RawDatabase, node: string, newId: () => string) {
    this.#db = db;
    this.#node = node;
    this.#newId = newId;
    this.#data = new DoNotCall(db, node);
  }

  forbids(number: number, now: number): boolean {
    // A number less than 0 was erased while its call was live: nothing of it is left to call again.
    return number < 0 || this.#data.find(number, now) !== null;
  }

  outOfDate(now: number): string | null {
    const stale = this.#data.outOfDate(now).length;
    return stale === 0 ? null : outOfDateWords(stale);
  }

  add(number: number, now: number): void {
    const reason = 'Asked by a key not to be called again';
    addOwnNumber(this.#db, { node: this.#node, number, reason }, { now, newId: this.#newId });
  }
}
