import type { RawDatabase, RawStatement } from '../../db/open.ts';

/** Who must not be called, as far as a broadcast's account knows; asked at the moment of dialling. */
export interface DoNotCallGuard {
  /** Whether a number (E.164 digits) must not be called at this moment. */
  forbids(number: number, now: number): boolean;
  /** Why nobody may be called by the data at hand, in words for a person; null if all is well. */
  outOfDate(now: number): string | null;
  /** In a transaction: somebody asked not to be called again. */
  add(number: number, broadcast: number, now: number): void;
}

/** The numbers whose people said so themselves, at the account and above it. */
export class OptOuts implements DoNotCallGuard {
  readonly #node: string;
  readonly #find: RawStatement;
  readonly #insert: RawStatement;

  constructor(db: RawDatabase, node: string) {
    this.#node = node;
    this.#find = db.prepare(
      `select 1 from opt_outs o join node_ancestors a on a.ancestor_id = o.node_id
       where a.node_id = ? and o.number = ?`,
    );
    this.#insert = db.prepare(
      'insert into opt_outs (node_id, number, broadcast_key, at) values (?, ?, ?, ?) on conflict do nothing',
    );
  }

  forbids(number: number): boolean {
    return this.#find.get(this.#node, number) !== undefined;
  }

  outOfDate(): string | null {
    return null;
  }

  add(number: number, broadcast: number, now: number): void {
    this.#insert.run(this.#node, number, broadcast, now);
  }
}
