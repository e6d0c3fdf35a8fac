/** Where numbers that must not be called come from; counts for its node and everything below it. */
export interface DoNotCallSourcesTable {
  id: string;
  realm_id: string | null;
  node_id: string;
  /** What numbers and blocks refer to. */
  key: number;
  /** `own`: what callees asked for themselves, one source per node; `national`: a file that must be renewed. */
  kind: 'own' | 'national' | 'customer';
  name: string;
  /** Days after which the data is out of date; null: never. */
  fresh_days: number | null;
  /** When the data was last renewed, Unix ms. */
  refreshed_at: number;
  /** The batch of blocks that counts. */
  batch: number;
  /** Numbers in its blocks. */
  filed: number;
  /** Numbers in its rows. */
  entered: number;
  /** The last imported file's name, without its folder. */
  file_name: string;
  job_id: string | null;
  created_at: number;
  created_by: string;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/** Numbers entered one by one. */
export interface DoNotCallNumbersTable {
  source_key: number;
  /** E.164 digits. */
  number: number;
  /** It may be called again from then on, Unix ms; null: never. */
  until: number | null;
  reason: string;
  added_at: number;
  /** A person's id, or '' for a callee who asked for it in a call. */
  added_by: string;
}

/** Numbers of an imported file, ascending, packed; see `number-blocks.ts`. */
export interface DoNotCallBlocksTable {
  key: number;
  source_key: number;
  batch: number;
  first: number;
  last: number;
  data: Uint8Array;
}

/** Erased numbers, which stay uncalled: a keyed hash each, never the number. */
export interface DoNotCallErasedTable {
  node_id: string;
  /** A keyed part of the number, to pass over a million others fast. */
  sieve: number;
  hash: Uint8Array;
  erased_at: number;
}
