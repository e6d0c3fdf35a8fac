import type { operations } from '#shared/operations/index.ts';
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
import type { HandlersOf } from './handler.ts';
import type { FirstOperations } from './index.ts';
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
import { userHandlers } from './users.ts';

/** The handlers of every operation that the first screen does not ask; one that is missing does not compile. */
export const otherHandlers: HandlersOf<Omit<typeof operations, keyof FirstOperations>> = {
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
};
