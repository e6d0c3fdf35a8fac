import type { Transaction } from 'kysely';
import type { OperationName, OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import type { Reply } from '#shared/reply.ts';
import type { Tables } from '../db/tables/index.ts';
import type { Visible } from '../db/visible.ts';
import type { JobKind } from '../jobs/job.ts';

/** Handlers see a transaction, never a connection: a query's is a read snapshot, a command's is the write. */
export type Tx = Transaction<Tables>;

/** A record that a target names, as the door located it. */
export interface Located {
  readonly kind: string;
  readonly id: string;
  readonly realm: string | null;
  readonly node: string;
  readonly state: string | null;
  readonly owner: string | null;
}

export interface Actor {
  readonly id: string;
  readonly email: string;
}

/** What a handler may know of the world. Time, ids and randomness come from here and never from the platform. */
export interface Context {
  /** Unix ms. */
  readonly now: number;
  /** The command's id; also the id of its log row. */
  readonly commandId: string;
  /** Null only for operations that anyone may ask. */
  readonly actor: Actor | null;
  /** The declared targets, located, in their order. */
  readonly targets: readonly Located[];
  /** Reading rule 9: show only id, name, state, node and version of each record. */
  readonly minimal: boolean;
  /** The workspace's folder, for files beside the database. */
  readonly folder: string;
  /** A new UUIDv7. */
  newId(): string;
  /** Where the actor holds a permission. */
  visible(permission: PermissionId): Visible;
  /** Whether the actor holds a permission at a node. */
  holds(permission: PermissionId, node: string): boolean;
  /** Whether this caller may read or write a file of the machine (a window: only what its person chose). */
  mayUseFile(file: string, use: 'read' | 'write'): boolean;
  /** Adds a job in this transaction; it starts when the transaction has committed. Returns its id. */
  addJob(job: NewJob): Promise<string>;
  /** Tells a running job something once this transaction has committed ('cancel', 'suspend', ...). */
  tellJob(jobId: string, message: string): void;
  /** Names the nouns whose lists are stale once this has committed; the operation's own noun is implied. */
  touch(...nouns: string[]): void;
}

export interface NewJob {
  readonly kind: JobKind;
  readonly title: string;
  readonly node: string;
  readonly realm: string | null;
  readonly subject: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  readonly unit: string;
  readonly total: number | null;
}

type MaybePromise<T> = T | Promise<T>;

/** What an operation does. An expected failure is returned (the transaction is undone), never thrown. */
export type Handler<N extends OperationName> = (
  tx: Tx,
  input: ParsedInputOf<N>,
  context: Context,
) => MaybePromise<Reply<OutputOf<N>>>;

/** Handlers of a set of operations; a missing, extra or wrongly typed one does not compile. */
export type HandlersOf<Declared extends Partial<Record<OperationName, unknown>>> = {
  readonly [N in keyof Declared & OperationName]: Handler<N>;
};
