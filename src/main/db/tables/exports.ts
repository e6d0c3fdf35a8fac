import type { EXPORT_PROFILES } from '#shared/operations/exports.ts';
import type { JobState } from '#shared/operations/jobs.ts';

/** Raw-log exports: what was asked for and what came of it. */
export interface ExportsTable {
  id: string;
  realm_id: string | null;
  /** The account whose log it is. */
  node_id: string;
  job_id: string;
  /** Full path of the finished file. */
  file: string;
  profile: (typeof EXPORT_PROFILES)[number];
  /** JSON of the filter; '{}' is the whole log. */
  filter: string;
  /** Rows and bytes written so far, without and with the header line. */
  rows: number;
  bytes: number;
  /** Hex SHA-256 of the finished file; empty before. */
  sha256: string;
  /** As the job last left it. */
  state: JobState;
  created_at: number;
  /** The person who asked. */
  created_by: string;
  deleted_at: number | null;
  version: number;
}
