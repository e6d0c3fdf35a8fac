import type { Generated } from 'kysely';
import type { ProblemCause } from '#shared/operations/number-lists.ts';
import type { ListEntry } from '../lists/entry.ts';

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

/** Entries that follow each other, packed; see `PackedBlock` in `lists/entry-block.ts`. */
export interface NumberListBlocksTable {
  version_key: number;
  /** Seq of the first entry; those of the others follow without a gap. */
  first: number;
  count: number;
  fixed: Uint8Array;
  texts: Uint8Array;
  zones: string | null;
}

/** What later rows of a file added to entries of a block that was written before; see `StoredBlock`. */
export interface NumberListAdditionsTable {
  version_key: number;
  /** Of the block. */
  first: number;
  /** JSON array of the whole entries. */
  entries: string;
}

/** What a version made by an edit has otherwise than its base: entries added, replaced or removed, by seq. */
export interface NumberListChangesTable extends ListEntry {
  version_key: number;
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
