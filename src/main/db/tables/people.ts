import type { Flag, Optional } from './columns.ts';

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
  /** JSON array: the products activated on an account; null: it is not for this node to say. */
  products: Optional<string>;
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
  /** JSON arrays; null: none. Lines are ids of nodes. */
  lines: Optional<string>;
  products: Optional<string>;
  queues: Optional<string>;
  version: number;
  created_at: number;
  /** Who gave it; null: before Rolecall kept that, or by the demo. */
  given_by: Optional<string>;
  deleted_at: number | null;
}

/** A version of a role pack that an administrator imported; never changed once stored. */
export interface PackVersionsTable {
  pack_id: string;
  version: number;
  title: string;
  /** JSON in the pack format. */
  body: string;
  source_name: string;
  imported_at: number;
  imported_by: string;
}

/** A role made by copying one of the realm's pack and changing cells. It can be given at its node and below. */
export interface CustomRolesTable {
  id: string;
  realm_id: string;
  node_id: string;
  pack_id: string;
  /** Its role id among the roles of the realm's pack. */
  name: string;
  words: string;
  based_on: string;
  /** JSON: cells by row id that differ from the role it is based on. */
  cells: string;
  created_at: number;
  created_by: string;
  updated_at: number;
  version: number;
  deleted_at: number | null;
}

/** A dated snapshot of all assignments at and below a node, to confirm or revoke one by one. */
export interface AccessReviewsTable {
  id: string;
  realm_id: string | null;
  node_id: string;
  title: string;
  created_at: number;
  created_by: string;
  closed_at: number | null;
  version: number;
}

export interface AccessReviewItemsTable {
  review_id: string;
  seq: number;
  assignment_id: string;
  person_id: string;
  person_name: string;
  email: string;
  pack_id: string;
  role: string;
  node_id: string;
  node_name: string;
  valid_from: number | null;
  valid_until: number | null;
  given_at: number;
  /** Why it needs a look first: 'archived-scope', 'never-signed-in', 'switched-off', 'unknown-role', 'over'. */
  orphan: string | null;
  verdict: string | null;
  decided_at: number | null;
  decided_by: string | null;
}

/** Failed sign-ins by address, known or not, so that the growing delay survives a restart. */
export interface SignInFailuresTable {
  email_key: string;
  failures: number;
  locked_until: number;
  last_at: number;
}
