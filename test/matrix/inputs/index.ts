import type { operations } from '#shared/operations/index.ts';
import { accountInputs } from './accounts.ts';
import { assignmentInputs } from './assignments.ts';
import { auditInputs } from './audit.ts';
import { broadcastInputs } from './broadcasts.ts';
import { callerIdInputs } from './caller-ids.ts';
import { clientInputs, logKeepingInputs } from './clients.ts';
import { customerInputs } from './customers.ts';
import { dialogLogInputs } from './dialog-logs.ts';
import { doNotCallInputs } from './do-not-call.ts';
import { exportInputs, exportScheduleInputs } from './exports.ts';
import { gatewayInputs } from './gateways.ts';
import { lineInputs } from './lines.ts';
import { logImportInputs } from './log-imports.ts';
import { nodeInputs } from './nodes.ts';
import { numberListEntryInputs, numberListInputs, numberListVersionInputs } from './number-lists.ts';
import { organizationInputs } from './organizations.ts';
import { packInputs } from './packs.ts';
import type { InputsOf } from './place.ts';
import { portalUserInputs } from './portal-users.ts';
import { productInputs } from './products.ts';
import { profileInputs } from './profile.ts';
import { projectFigureInputs } from './project-figures.ts';
import { projectInputs } from './projects.ts';
import { promptInputs } from './prompts.ts';
import { realmInputs } from './realms.ts';
import { reviewInputs } from './reviews.ts';
import { roleInputs } from './roles.ts';
import { sessionInputs } from './session.ts';
import { userInputs } from './users.ts';

/** An input for every guarded operation; one that is missing does not compile. */
export const INPUTS: InputsOf<typeof operations> = {
  ...assignmentInputs,
  ...auditInputs,
  ...broadcastInputs,
  ...clientInputs,
  ...callerIdInputs,
  ...dialogLogInputs,
  ...doNotCallInputs,
  ...exportInputs,
  ...logImportInputs,
  ...logKeepingInputs,
  ...gatewayInputs,
  ...exportScheduleInputs,
  ...numberListInputs,
  ...numberListVersionInputs,
  ...numberListEntryInputs,
  ...packInputs,
  ...profileInputs,
  ...projectFigureInputs,
  ...projectInputs,
  ...promptInputs,
  ...accountInputs,
  ...customerInputs,
  ...lineInputs,
  ...nodeInputs,
  ...organizationInputs,
  ...portalUserInputs,
  ...productInputs,
  ...realmInputs,
  ...reviewInputs,
  ...sessionInputs,
  ...roleInputs,
  ...userInputs,
};
