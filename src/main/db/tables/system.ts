import type { JobState } from '#shared/operations/jobs.ts';

/** Facts of the workspace by name: 'workspace' (its name), 'demo', 'device' (this machine's id), 'policy-epoch'. */
export interface WorkspaceTable {
  key: string;
  value: string;
}

/** One row per command that reached the door, allowed or not, written in the transaction of its change. */
export interface CommandLogTable {
  id: string;
  realm_id: string | null;
  node_id: string | null;
  at: number;
  operation: string;
  operation_version: number;
  /** JSON, less redacted fields. */
  arguments: string;
  person_id: string | null;
  device_id: string;
  verdict: 'done' | 'refused' | 'failed';
  /** The reason of a refusal, or the error code of a failure. */
  reason: string;
  /** 'kind:id' of the first target. */
  target: string;
  policy_version: string;
}

/** Long work; survives a crash, reports progress, can be cancelled. */
export interface JobsTable {
  id: string;
  realm_id: string | null;
  node_id: string;
  kind: 'import-number-list' | 'export-raw-log' | 'export-list' | 'broadcast';
  title: string;
  state: JobState;
  person_id: string;
  command_id: string;
  /** JSON: what the runner was asked to do. */
  params: string;
  /** JSON: where to go on after a crash; null at the start. */
  resume: string | null;
  /** JSON: what it ended with. */
  result: string | null;
  subject_id: string | null;
  done: number;
  total: number | null;
  unit: string;
  message: string;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
}
