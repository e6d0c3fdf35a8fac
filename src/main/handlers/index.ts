import type { OperationName } from '#shared/operations/index.ts';
import { accessHandlers } from './access.ts';
import { auditHandlers } from './audit.ts';
import { broadcastHandlers } from './broadcasts.ts';
import { callerIdHandlers } from './caller-ids.ts';
import { dialogLogHandlers } from './dialog-logs.ts';
import { exportHandlers } from './exports.ts';
import { gatewayHandlers } from './gateways.ts';
import type { Handler, PreparedHandler, ServiceOperationName } from './handler.ts';
import { jobHandlers } from './jobs.ts';
import { nodeHandlers } from './nodes.ts';
import { numberListHandlers } from './number-lists.ts';
import { packHandlers } from './packs.ts';
import { profileHandlers } from './profile.ts';
import { promptHandlers } from './prompts.ts';
import { sessionHandlers } from './session.ts';
import { userHandlers } from './users.ts';
import { workspaceHandlers } from './workspace.ts';

type Handlers = { readonly [N in ServiceOperationName]: Handler<N> | PreparedHandler<N, unknown> };

/** Every operation's handler; one that is missing does not compile. */
const handlers: Handlers = {
  ...accessHandlers,
  ...auditHandlers,
  ...broadcastHandlers,
  ...callerIdHandlers,
  ...dialogLogHandlers,
  ...exportHandlers,
  ...gatewayHandlers,
  ...jobHandlers,
  ...nodeHandlers,
  ...numberListHandlers,
  ...packHandlers,
  ...profileHandlers,
  ...promptHandlers,
  ...sessionHandlers,
  ...userHandlers,
  ...workspaceHandlers,
};

/** A handler whose operation is known only at run time. */
export type AnyHandler = Handler<OperationName> | PreparedHandler<OperationName, unknown>;

/** The handler of an operation; undefined for operations that the service does not carry out. */
export function handlerOf(name: string): AnyHandler | undefined {
  return Object.hasOwn(handlers, name) ? handlers[name as ServiceOperationName] : undefined;
}
