import type { Kysely, Transaction } from 'kysely';
import type { Rights } from '#shared/authz/rights.ts';
import type { Target } from '#shared/operation.ts';
import type { OperationName, OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import type { Failure, Reply } from '#shared/reply.ts';
import type { Location } from '../db/locate.ts';
import type { Tables } from '../db/tables/index.ts';
import type { Visible } from '../db/visible.ts';
import type { Staged, StageKind } from '../jobs/import/staging.ts';
import type { JobKind } from '../jobs/job.ts';

/** Handlers see a transaction, never a connection: a query's is a read snapshot, a command's is the write. */
export type Tx = Transaction<Tables>;

/** A record that a target names, as the door located it. */
export interface Located extends Location {
  readonly kind: string;
  readonly id: string;
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
  /** What the door would answer if the actor asked for an operation on a record: null, or why not. */
  check(operation: string, target: Target): Promise<Failure | null>;
  /** Whether the actor holds a permission at a node. */
  holds(permission: PermissionId, node: string): boolean;
  /** Whether this caller may read or write a file of the machine (a window: only what its person chose). */
  mayUseFile(file: string, use: 'read' | 'write'): boolean;
  /** Adds a job in this transaction; it starts when the transaction has committed. Returns its id. */
  addJob(job: NewJob): Promise<string>;
  /** Tells a running job something once this transaction has committed ('cancel', 'suspend', ...). */
  tellJob(jobId: string, message: string): void;
  /** Writes a workbook or vCards anew as CSV, in a thread of its own; throws ImportFault if they can't be read. */
  stage(file: string, kind: StageKind): Promise<Staged>;
  /** Argon2id; outside a preparation these would hold up every other command. */
  readonly passwords: Passwords;
  /** The authorization engine as of this transaction. */
  readonly rights: Rights;
  /** How many open sessions a person has. */
  sessionsOf(person: string): number;
  /** Signs the caller in as this person once the transaction has committed. */
  signIn(person: string): void;
  signOut(): void;
  /** Keeps this transaction's writes although the reply is a failure (counting failed sign-ins). */
  keep(): void;
  /** Names the nouns whose lists are stale once this has committed; the operation's own noun is implied. */
  touch(...nouns: string[]): void;
}

/** Password hashing by Argon2id (64 MiB, t=3, p=1), off this thread. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** False for a null hash too, after the same work, so that an unknown person takes as long as a known one. */
  verify(hash: string | null, password: string): Promise<boolean>;
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

/** A handler with slow work (hashing) that must not hold the write transaction; rights are checked before both. */
export interface PreparedHandler<N extends OperationName, P> {
  prepare(reader: Kysely<Tables>, input: ParsedInputOf<N>, context: Context): Promise<P>;
  run(
    tx: Tx,
    input: ParsedInputOf<N>,
    context: Context & { readonly prepared: P },
  ): MaybePromise<Reply<OutputOf<N>>>;
}

/** Declares a prepared handler; its own type of preparation stays its own. */
export function prepared<N extends OperationName, P>(
  handler: PreparedHandler<N, P>,
): PreparedHandler<N, unknown> {
  return handler;
}

/** Operations whose handlers are here; the window's host and the workspace's opener do the others. */
export type ServiceOperationName = Exclude<
  OperationName,
  `files.${string}` | 'workspace.openDemo' | 'workspace.leaveDemo'
>;

/** Handlers of a set of operations; a missing, extra or wrongly typed one does not compile. */
export type HandlersOf<Declared extends Partial<Record<OperationName, unknown>>> = {
  readonly [N in keyof Declared & ServiceOperationName]: Handler<N> | PreparedHandler<N, unknown>;
};
