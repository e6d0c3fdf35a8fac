/** Imports of dialog logs; `read` = `added` + known + `refused`, and what differs was known. */
export interface LogImportsTable {
  id: string;
  realm_id: string | null;
  /** The account. */
  node_id: string;
  job_id: string;
  file: string;
  /** The file's name without its folder. */
  name: string;
  source: 'person' | 'folder';
  /** Hex, of the file's bytes; empty until it was checked. */
  sha256: string;
  read: number;
  added: number;
  refused: number;
  differing: number;
  created_at: number;
  created_by: string;
  deleted_at: number | null;
  version: number;
}

/** Rows that an import did not take, or that the log knew with another text. */
export interface LogImportProblemsTable {
  import_id: string;
  seq: number;
  row: number;
  outcome: 'refused' | 'differing';
  reason: string;
  line: string;
}

/** The folder from which an account's log files are taken, and how they are read (JSON). */
export interface LogFoldersTable {
  node_id: string;
  realm_id: string | null;
  folder: string;
  reading: string;
  checked_at: number | null;
  /** What is amiss with the folder; empty if nothing. */
  message: string;
  created_at: number;
  /** In whose name its files are imported. */
  created_by: string;
}

/** Files of a watched folder as they were when they were seen to. */
export interface LogFolderFilesTable {
  node_id: string;
  name: string;
  size: number;
  modified: number;
  /** Null if the import was refused, for what `message` says. */
  import_id: string | null;
  message: string;
}

/** Clients whose messages came into the log, by project. */
export interface LogClientsTable {
  id: string;
  realm_id: string | null;
  account_id: string;
  /** The project. */
  node_id: string;
  client: string;
  channel: string;
  first_at: number;
  last_at: number;
  blocked_at: number | null;
  blocked_by: string | null;
  version: number;
}

/** How many UTC months of an account's log are kept, counting the present one. */
export interface LogRetentionTable {
  node_id: string;
  realm_id: string | null;
  months: number;
  set_at: number;
  set_by: string;
}
