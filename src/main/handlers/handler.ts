import type { Kysely, Transaction } from 'kysely';
import type { Denial, Path } from '#shared/authz/decision.ts';
import type { Rights } from '#shared/authz/rights.ts';
import type { PersonPaths } from '#shared/authz/who-can.ts';
import type { Operation, Target } from '#shared/operation.ts';
import type { BulkResult } from '#shared/operations/fields.ts';
import type { OperationName, OutputOf, ParsedInputOf } from '#shared/operations/index.ts';
import type { PermissionId } from '#shared/policy/permissions.ts';
import type { Failure, Reply } from '#shared/reply.ts';
import type { Location } from '../db/locate.ts';
import type { Secrets } from '../db/secrets.ts';
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

/** An act on a record: an operation, or a permission by itself. */
export interface Act {
  readonly act: { readonly operation: Operation } | { readonly permission: PermissionId };
  readonly target: Target;
}

/** The judgement of the door with its reasons. `open`: it needs no right but to be signed in. */
export type Explained =
  | { readonly kind: 'open' }
  | { readonly kind: 'not-found' }
  | {
      readonly kind: 'allowed';
      readonly permissions: readonly PermissionId[];
      readonly minimal: boolean;
      readonly paths: readonly Path[];
    }
  | {
      readonly kind: 'denied';
      readonly permissions: readonly PermissionId[];
      /** Of which the denial speaks; null: no permission stands for the act there. */
      readonly permission: PermissionId | null;
      readonly denial: Denial;
      /** Where roles that would grant it are looked for; '' if nothing may be said of the record. */
      readonly node: string;
    };

export interface WhoMay {
  readonly permissions: readonly PermissionId[];
  /** Why nobody may as long as the record is in this state. */
  readonly denial: Denial | null;
  readonly people: readonly (PersonPaths & { readonly minimal: boolean })[];
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
  /** The signed-in person, while they look at the console as `actor`; null otherwise. */
  readonly viewer: Actor | null;
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
  /**
   * What the door would answer if the actor asked for an operation on a record: null, or why not. Each record is looked
   * for once in a call of the handler.
   */
  check(operation: string, target: Target): Promise<Failure | null>;
  /** What the door would answer to many such questions about few records. */
  checkAll(
    asks: readonly { readonly operation: string; readonly target: Target }[],
  ): Promise<(Failure | null)[]>;
  /** Whether and why somebody may do something to a record, as far as the actor may know. */
  explain(person: string, ask: Act): Promise<Explained>;
  /** Who may do something to a record, whether or not the actor may know them; undefined: not the actor's to see. */
  whoMay(ask: Act): Promise<WhoMay | undefined>;
  /** Whether there is such a record and the actor may know of it: where it is. */
  sees(target: Target): Promise<Located | undefined>;
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
  /** Of gateways; sealing may wait for a person to unlock the system's key store: never within a transaction. */
  readonly secrets: Pick<Secrets, 'seal' | 'key'>;
  readonly passwords: Passwords;
  /** The authorization engine as of this transaction. */
  readonly rights: Rights;
  /** How many open sessions a person has. */
  sessionsOf(person: string): number;
  /** Ends the person's open sessions, but for the caller's own, because their password is another now. */
  endSessions(person: string): void;
  /** Signs the caller in as this person once the transaction has committed. */
  signIn(person: string): void;
  signOut(): void;
  /** Shows the console to the caller as this person once the transaction has committed; null: as themselves. */
  view(person: string | null): void;
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

/** One command among many: the operation that it is, and what its result says when it was done. */
export interface BulkAct {
  readonly operation: ServiceOperationName;
  readonly input: unknown;
  readonly done?: string;
}

/** One item of a command of many; `act` is asked once all items before it are done. `nothing`: all is so already. */
export interface BulkItem {
  readonly id: string;
  act(reader: Kysely<Tables>): MaybePromise<Reply<BulkAct | { readonly nothing: string }>>;
}

/**
 * The handler of a command of many. The door carries out each item as the single command that it is: decided, written
 * and logged by itself, in the order given, so that many do exactly what as many single commands would.
 */
export interface BulkHandler<N extends OperationName> {
  items(
    reader: Kysely<Tables>,
    input: ParsedInputOf<N>,
    context: Context,
  ): MaybePromise<Reply<readonly BulkItem[]>>;
}

/** Declares the handler of a command of many. */
export function bulk<N extends BulkName>(handler: BulkHandler<N>): BulkHandler<N> {
  return handler;
}

/** Operations that answer with a result for each item. */
export type BulkName = {
  [N in OperationName]: OutputOf<N> extends BulkResult ? N : never;
}[OperationName];

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
  readonly [N in keyof Declared & ServiceOperationName]:
    | Handler<N>
    | PreparedHandler<N, unknown>
    | (N extends BulkName ? BulkHandler<N> : never);
};
