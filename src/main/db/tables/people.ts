import type { Flag } from './columns.ts';

/** A node of the scope tree: the platform root, a realm, or what the realm's pack names. */
export interface NodesTable {
  id: string;
  /** The realm that the node belongs to; a realm's own id for itself; null for the platform root. */
  realm_id: string | null;
  parent_id: string | null;
  kind: string;
  name: string;
  /** For a realm: the pack and version it runs under. */
  pack_id: string | null;
  pack_version: number | null;
  version: number;
  created_at: number;
  archived_at: number | null;
}

/** Every node with each of its ancestors and itself (depth 0); kept by whoever adds or moves a node. */
export interface NodeAncestorsTable {
  node_id: string;
  ancestor_id: string;
  depth: number;
}

export interface PersonsTable {
  id: string;
  realm_id: string | null;
  /** The node that the person belongs to and is managed at. */
  node_id: string;
  first_name: string;
  last_name: string;
  email: string;
  /** Lower-cased NFC address; unique in the workspace. */
  email_key: string;
  /** PHC string of Argon2id; null: may not sign in yet. */
  password_hash: string | null;
  active: Flag;
  last_sign_in: number | null;
  version: number;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
}

export interface AssignmentsTable {
  id: string;
  realm_id: string | null;
  person_id: string;
  pack_id: string;
  role: string;
  node_id: string;
  valid_from: number | null;
  valid_until: number | null;
  version: number;
  created_at: number;
  deleted_at: number | null;
}

/** Failed sign-ins by address, known or not, so that the growing delay survives a restart. */
export interface SignInFailuresTable {
  email_key: string;
  failures: number;
  locked_until: number;
  last_at: number;
}
