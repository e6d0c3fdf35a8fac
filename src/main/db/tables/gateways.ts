import type { GATEWAY_KINDS } from '#shared/operations/broadcasts.ts';

/** A gateway's settings; its secret is stored apart from them, and encrypted. */
export interface GatewaysTable {
  id: string;
  realm_id: string | null;
  node_id: string;
  kind: Exclude<(typeof GATEWAY_KINDS)[number], 'practice'>;
  name: string;
  /** JSON: host, port and the like. */
  settings: string;
  /** As `Secrets.seal` made it; null: none. */
  secret: Uint8Array | null;
  /** What all broadcasts together may ask of it. */
  calls_per_second: number;
  lines: number;
  /** When it was last tried, Unix ms, and what was wrong; null: never, or nothing. */
  checked_at: number | null;
  check_fault: string | null;
  created_at: number;
  created_by: string;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/** What broadcasts say, as telephone lines carry it. INVARIANT: a prompt never changes. */
export interface PromptsTable {
  id: string;
  realm_id: string | null;
  node_id: string;
  name: string;
  source_name: string;
  /** G.711 mu-law, mono, 8,000 samples a second. */
  ulaw: Uint8Array;
  sha256: string;
  ms: number;
  created_at: number;
  created_by: string;
  deleted_at: number | null;
  version: number;
}

/** Numbers that callees may be shown. */
export interface CallerIdsTable {
  id: string;
  realm_id: string | null;
  node_id: string;
  /** E.164 digits without the plus. */
  number: number;
  name: string;
  /** When, by whom and by which evidence it was found to be the account's own; null: not yet. */
  verified_at: number | null;
  verified_by: string | null;
  evidence: string;
  created_at: number;
  created_by: string;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}

/** Calls by caller id and day. */
export interface CallerIdDaysTable {
  number: number;
  /** Days since 1970 in UTC. */
  day: number;
  calls: number;
}
