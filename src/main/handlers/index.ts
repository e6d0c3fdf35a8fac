import type { OperationName, operations } from '#shared/operations/index.ts';
import { accessHandlers } from './access.ts';
import { accountHandlers } from './accounts.ts';
import { assignmentHandlers } from './assignments.ts';
import { auditHandlers } from './audit.ts';
import { broadcastHandlers } from './broadcasts.ts';
import { callerIdHandlers } from './caller-ids.ts';
import { clientHandlers } from './clients.ts';
import { customerHandlers } from './customers.ts';
import { dialogLogHandlers } from './dialog-logs.ts';
import { doNotCallHandlers } from './do-not-call.ts';
import { exportScheduleHandlers } from './export-schedules.ts';
import { exportHandlers } from './exports.ts';
import { gatewayHandlers } from './gateways.ts';
import type { BulkHandler, Handler, HandlersOf, PreparedHandler, ServiceOperationName } from './handler.ts';
import { jobHandlers } from './jobs.ts';
import { lineHandlers } from './lines.ts';
import { listExportHandlers } from './list-exports.ts';
import { logImportHandlers } from './log-imports.ts';
import { logKeepingHandlers } from './log-keeping.ts';
import { nodeHandlers } from './nodes.ts';
import { numberListEntryHandlers } from './number-list-entries.ts';
import { numberListVersionHandlers } from './number-list-versions.ts';
import { numberListHandlers } from './number-lists.ts';
import { organizationHandlers } from './organizations.ts';
import { packHandlers } from './packs.ts';
import { portalUserHandlers } from './portal-users.ts';
import { productHandlers } from './products.ts';
import { profileHandlers } from './profile.ts';
import { projectFigureHandlers } from './project-figures.ts';
import { projectHandlers } from './projects.ts';
import { promptHandlers } from './prompts.ts';
import { realmHandlers } from './realms.ts';
import { reviewHandlers } from './reviews.ts';
import { roleHandlers } from './roles.ts';
import { sessionHandlers } from './session.ts';
import { userHandlers } from './users.ts';
import { workspaceHandlers } from './workspace.ts';

type Handlers = HandlersOf<typeof operations>;

/** Every operation's handler; one that is missing does not compile. */
const handlers: Handlers = {
  ...accessHandlers,
  ...assignmentHandlers,
  ...auditHandlers,
  ...broadcastHandlers,
  ...clientHandlers,
  ...callerIdHandlers,
  ...dialogLogHandlers,
  ...doNotCallHandlers,
  ...exportHandlers,
  ...gatewayHandlers,
  ...exportScheduleHandlers,
  ...listExportHandlers,
  ...jobHandlers,
  ...logImportHandlers,
  ...logKeepingHandlers,
  ...nodeHandlers,
  ...numberListHandlers,
  ...numberListVersionHandlers,
  ...numberListEntryHandlers,
  ...packHandlers,
  ...profileHandlers,
  ...promptHandlers,
  ...roleHandlers,
  ...sessionHandlers,
  ...userHandlers,
  ...reviewHandlers,
  ...realmHandlers,
  ...projectFigureHandlers,
  ...projectHandlers,
  ...productHandlers,
  ...portalUserHandlers,
  ...organizationHandlers,
  ...lineHandlers,
  ...customerHandlers,
  ...accountHandlers,
  ...workspaceHandlers,
};

/** A handler whose operation is known only at run time. */
export type AnyHandler =
  | Handler<OperationName>
  | PreparedHandler<OperationName, unknown>
  | BulkHandler<OperationName>;

/** The handler of an operation; undefined for operations that the service does not carry out. */
export function handlerOf(name: string): AnyHandler | undefined {
  return Object.hasOwn(handlers, name) ? handlers[name as ServiceOperationName] : undefined;
}
