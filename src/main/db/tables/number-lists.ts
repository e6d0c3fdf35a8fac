import type { Generated } from 'kysely';
import type { ProblemCause } from '#shared/operations/number-lists.ts';

/** A number list: who owns it and which of its immutable versions counts. */
export interface NumberListsTable {
  id: string;
  realm_id: string | null;
  node_id: string;
  name: string;
  /** ISO 3166 code of the country that numbers without a country code are read for. */
  region: string;
  /** Only a `ready` list has entries that anybody may see or call. */
  state: 'importing' | 'ready' | 'failed';
  /** Ordinal of the version in use. */
  current_version: number;
  /** Days after its last import at which a list is removed with all of its versions; null: kept. */
  retention_days: Generated<number | null>;
  created_at: number;
  created_by: string;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/**
 * INVARIANT: a version never changes once it is ready, and a key is never used again. Only the erasure of a number
 * reaches into versions.
 */
export interface NumberListVersionsTable {
  id: string;
  realm_id: string | null;
  list_id: string;
  ordinal: number;
  /** What entries and problems refer to: compact, for millions of rows. */
  key: number;
  /** A version of a second import is no part of its list before it is `ready`. */
  state: Generated<'importing' | 'ready' | 'failed'>;
  /** The version whose rows it has, with its own changes laid over them; null: rows of its own. */
  base_key: Generated<number | null>;
  made_by: Generated<'import' | 'edit' | 'merge' | 'split'>;
  /** Ordinal of the version that it was made from; null for a list's first. */
  made_from: Generated<number | null>;
  /** What was done, in words without numbers or names of people. */
  note: Generated<string>;
  /** Rows in `number_list_changes`. */
  changes: Generated<number>;
  /** 1 while `seq` has no gap. */
  dense: Generated<number>;
  /** Accepted entries that are possible but not valid numbers. */
  doubtful: Generated<number>;
  /** Refused rows whose number must not be called. */
  scrubbed: Generated<number>;
  consent_source: Generated<string>;
  /** Unix ms of the day on which the people agreed. */
  consent_at: Generated<number | null>;
  /** The imported file's name, without its folder. */
  source_name: string;
  /** INVARIANT: read_count = accepted + merged + refused. */
  read_count: number;
  accepted: number;
  merged: number;
  refused: number;
  /** JSON: names of the extra fields, in column order. */
  fields: string;
  /** JSON: how the file was read (encoding, delimiter, header, column roles). */
  mapping: string;
  job_id: string;
  created_at: number;
  created_by: string;
}

/** INVARIANT: `seq` counts from 1, without a gap within a version that is `dense`. */
export interface NumberListEntriesTable {
  version_key: number;
  seq: number;
  /** E.164 digits without the plus sign: at most 15, so exact as a JavaScript number. */
  number: number;
  /** '' if the file gave none. */
  name: string;
  /** Record of the source file, counted from 1 with the header. */
  row: number;
  /** JSON array of texts, by position of the version's `fields`; null if all are empty. */
  fields: string | null;
  /** Country and type of the number; see `number-traits.ts`. */
  traits: Generated<number>;
  /** IANA zone that the file gave; null: by the number. */
  zone: Generated<string | null>;
  /** Smaller is called first; null: in the list's order. */
  priority: Generated<number | null>;
}

/** A row of the view `number_list_version_entries`: every version whole, whatever it was made from. */
export interface NumberListVersionEntriesView {
  version_key: number;
  seq: number;
  number: number;
  name: string;
  row: number;
  fields: string | null;
  traits: number;
  zone: string | null;
  priority: number | null;
}

/** What a version made by an edit has otherwise than its base: entries added, replaced or removed, by seq. */
export interface NumberListChangesTable extends NumberListVersionEntriesView {
  removed: number;
  /** Seq of the problem of the base that this entry mends. */
  problem: number | null;
}

/** A saved filter over the entries of a list. */
export interface NumberListSegmentsTable {
  id: string;
  realm_id: string | null;
  node_id: string;
  list_id: string;
  name: string;
  /** JSON of `segmentFilter`. */
  filter: string;
  created_at: number;
  created_by: string;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/** What the columns of a header became when it was last imported at a node. */
export interface ImportMappingsTable {
  node_id: string;
  /** SHA-256 of the titles, in hex. */
  header: string;
  /** JSON array of column roles. */
  roles: string;
  used_at: number;
}

/** The numbers of a version in their order, each once: for look-ups, merges with other lists, and the uniqueness. */
export interface NumberListNumbersTable {
  version_key: number;
  number: number;
  seq: number;
}

/** What an import refused or merged, row by row. */
export interface NumberListProblemsTable {
  version_key: number;
  seq: number;
  row: number;
  outcome: 'refused' | 'merged';
  column_name: string;
  value: string;
  reason: string;
  suggestion: string;
  /** `doubtful`: possible but not valid, so that a person may accept it. */
  cause: Generated<ProblemCause>;
  /** E.164 digits of a doubtful or do-not-call row. */
  number: Generated<number | null>;
  /** JSON array: the whole row of the file, of a refused row. */
  cells: Generated<string | null>;
}
