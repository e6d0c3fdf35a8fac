import type { Operation } from '../operation.ts';
import type { z } from '../zod.ts';
import { accessOperations } from './access.ts';
import { accountOperations } from './accounts.ts';
import { assignmentOperations } from './assignments.ts';
import { auditOperations } from './audit.ts';
import { broadcastOperations } from './broadcasts.ts';
import { callerIdOperations } from './caller-ids.ts';
import { clientOperations } from './clients.ts';
import { customerOperations } from './customers.ts';
import { dialogLogOperations } from './dialog-logs.ts';
import { doNotCallOperations } from './do-not-call.ts';
import { exportScheduleOperations } from './export-schedules.ts';
import { exportOperations } from './exports.ts';
import { fileOperations } from './files.ts';
import { gatewayOperations } from './gateways.ts';
import { jobOperations } from './jobs.ts';
import { lineOperations } from './lines.ts';
import { listExportOperations } from './list-exports.ts';
import { logImportOperations } from './log-imports.ts';
import { logKeepingOperations } from './log-keeping.ts';
import { nodeOperations } from './nodes.ts';
import { numberListEntryOperations } from './number-list-entries.ts';
import { numberListVersionOperations } from './number-list-versions.ts';
import { numberListOperations } from './number-lists.ts';
import { organizationOperations } from './organizations.ts';
import { packOperations } from './packs.ts';
import { portalUserOperations } from './portal-users.ts';
import { productOperations } from './products.ts';
import { profileOperations } from './profile.ts';
import { projectFigureOperations } from './project-figures.ts';
import { projectOperations } from './projects.ts';
import { promptOperations } from './prompts.ts';
import { realmOperations } from './realms.ts';
import { reviewOperations } from './reviews.ts';
import { roleOperations } from './roles.ts';
import { sessionOperations } from './session.ts';
import { userOperations } from './users.ts';
import { workspaceOperations } from './workspace.ts';

/** Every declared operation by name. */
export const operations = {
  ...workspaceOperations,
  ...sessionOperations,
  ...accessOperations,
  ...nodeOperations,
  ...realmOperations,
  ...organizationOperations,
  ...accountOperations,
  ...customerOperations,
  ...lineOperations,
  ...productOperations,
  ...packOperations,
  ...roleOperations,
  ...userOperations,
  ...assignmentOperations,
  ...portalUserOperations,
  ...reviewOperations,
  ...profileOperations,
  ...numberListOperations,
  ...numberListVersionOperations,
  ...numberListEntryOperations,
  ...doNotCallOperations,
  ...broadcastOperations,
  ...gatewayOperations,
  ...promptOperations,
  ...callerIdOperations,
  ...dialogLogOperations,
  ...logImportOperations,
  ...logKeepingOperations,
  ...clientOperations,
  ...projectFigureOperations,
  ...projectOperations,
  ...exportOperations,
  ...exportScheduleOperations,
  ...listExportOperations,
  ...jobOperations,
  ...auditOperations,
  ...fileOperations,
};

type Operations = typeof operations;
export type OperationName = keyof Operations;
/** What a caller sends (defaults may be left out). */
export type InputOf<N extends OperationName> = z.input<Operations[N]['input']>;
/** What a handler receives. */
export type ParsedInputOf<N extends OperationName> = z.output<Operations[N]['input']>;
export type OutputOf<N extends OperationName> = z.output<Operations[N]['output']>;

/** The declaration of a name, or undefined. */
export function findOperation(name: string): Operation | undefined {
  return Object.hasOwn(operations, name) ? operations[name as OperationName] : undefined;
}
