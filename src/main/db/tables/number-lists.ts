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
  created_at: number;
  created_by: string;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/** INVARIANT: a version never changes once its list is ready, and a key is never used again. */
export interface NumberListVersionsTable {
  id: string;
  realm_id: string | null;
  list_id: string;
  ordinal: number;
  /** What entries and problems refer to: compact, for millions of rows. */
  key: number;
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

/** INVARIANT: `seq` counts from 1 without a gap within a version. */
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
}
