import type { EXPORT_PROFILES } from '#shared/operations/exports.ts';
import type { JobState } from '#shared/operations/jobs.ts';

/** Raw-log exports: what was asked for and what came of it. */
export interface ExportsTable {
  id: string;
  realm_id: string | null;
  /** The account whose log it is. */
  node_id: string;
  job_id: string;
  /** Full path of the finished file; of several, the path that was chosen for them. */
  file: string;
  profile: (typeof EXPORT_PROFILES)[number];
  /** JSON of how the files are written: bom, gzip, zone, split, splitBytes. */
  options: string;
  /** JSON of the filter; '{}' is the whole log. */
  filter: string;
  /** Rows and bytes written so far, without and with the header lines. */
  rows: number;
  bytes: number;
  /** Hex SHA-256 of the finished file, or of the manifest of several; empty before. */
  sha256: string;
  /** JSON of the finished files: path, rows, bytes and SHA-256 of each; '[]' before. */
  files: string;
  /** As the job last left it. */
  state: JobState;
  /** The schedule that asked for it; null: a person did. */
  schedule_id: string | null;
  /** The day ('2026-05-01') that a schedule exported; otherwise empty. */
  day: string;
  /** When its schedule removed the files again; null: they are where they were written. */
  removed_at: number | null;
  created_at: number;
  /** The person who asked, or whose schedule it is. */
  created_by: string;
  deleted_at: number | null;
  version: number;
}

/** Exports that are made each night for the day before. */
export interface ExportSchedulesTable {
  id: string;
  realm_id: string | null;
  /** The account whose log it is. */
  node_id: string;
  /** Full path that was chosen; each day's file is named after it and the day. */
  file: string;
  /** JSON: profile, bom, gzip, zone column. */
  options: string;
  /** JSON of the filter, without times. */
  filter: string;
  /** IANA name of the zone whose days and hours count. */
  zone: string;
  /** The hour of the next day from which on a day is exported. */
  hour: number;
  /** Files of days longer ago are removed. */
  keep_days: number;
  /** The first day that is exported, such as '2026-05-01'. */
  first_day: string;
  /** Why the last try came to nothing, in words for a person; empty if it went well. */
  problem: string;
  created_at: number;
  /** The person under whose rights it runs. */
  created_by: string;
  deleted_at: number | null;
  version: number;
}
