import type { OperationName } from '#shared/operations/index.ts';
import type { sessionOperations } from '#shared/operations/session.ts';
import type { workspaceOperations } from '#shared/operations/workspace.ts';
import type { BulkHandler, Handler, HandlersOf, PreparedHandler } from './handler.ts';
import { sessionHandlers } from './session.ts';
import { workspaceHandlers } from './workspace.ts';

/** What is asked before anybody has signed in. */
export type FirstOperations = typeof sessionOperations & typeof workspaceOperations;

const first: HandlersOf<FirstOperations> = { ...sessionHandlers, ...workspaceHandlers };

/** A handler whose operation is known only at run time. */
export type AnyHandler =
  | Handler<OperationName>
  | PreparedHandler<OperationName, unknown>
  | BulkHandler<OperationName>;

type Table = Readonly<Record<string, AnyHandler>>;

let others: Table | undefined;

/**
 * Loads the handlers that a start does not need: reading and compiling them would be a third of it. Whoever asks for one
 * before waits for that. Rejects where the program's files can't be read.
 */
export async function loadHandlers(): Promise<Table> {
  others ??= (await import('./others.ts')).otherHandlers as Table;
  return others;
}

const own = (table: Table, name: string): AnyHandler | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** The handler of an operation; undefined for operations that the service does not carry out. */
export function handlerOf(name: string): AnyHandler | undefined | Promise<AnyHandler | undefined> {
  const known = own(first, name);
  if (known !== undefined) return known;
  // Once they are there nothing is awaited, so that what is asked at the same time stays in its order.
  if (others !== undefined) return own(others, name);
  return loadHandlers().then((table) => own(table, name));
}
