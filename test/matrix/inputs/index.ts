import type { operations } from '#shared/operations/index.ts';
import { auditInputs } from './audit.ts';
import { broadcastInputs } from './broadcasts.ts';
import { callerIdInputs } from './caller-ids.ts';
import { dialogLogInputs } from './dialog-logs.ts';
import { exportInputs } from './exports.ts';
import { gatewayInputs } from './gateways.ts';
import { numberListInputs } from './number-lists.ts';
import type { InputsOf } from './place.ts';
import { profileInputs } from './profile.ts';
import { promptInputs } from './prompts.ts';
import { sessionInputs } from './session.ts';
import { userInputs } from './users.ts';

/** An input for every guarded operation; one that is missing does not compile. */
export const INPUTS: InputsOf<typeof operations> = {
  ...auditInputs,
  ...broadcastInputs,
  ...callerIdInputs,
  ...dialogLogInputs,
  ...exportInputs,
  ...gatewayInputs,
  ...numberListInputs,
  ...profileInputs,
  ...promptInputs,
  ...sessionInputs,
  ...userInputs,
};
