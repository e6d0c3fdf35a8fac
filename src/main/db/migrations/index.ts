import type { Migration } from 'kysely/migration';
import { migration0001PeopleAndScopes } from './0001-people-and-scopes.ts';
import { migration0002NumberLists } from './0002-number-lists.ts';
import { migration0003Broadcasts } from './0003-broadcasts.ts';
import { migration0004Exports } from './0004-exports.ts';
import { migration0005RolesAndReviews } from './0005-roles-and-reviews.ts';
import { migration0006TimeLimits } from './0006-time-limits.ts';
import { migration0007ExportOptionsAndSchedules } from './0007-export-options-and-schedules.ts';
import { migration0008LogIntake } from './0008-log-intake.ts';
import { migration0009ListVersionsAndDoNotCall } from './0009-list-versions-and-do-not-call.ts';
import { migration0010Dialling } from './0010-dialling.ts';
import { migration0011TwilioGateways } from './0011-twilio-gateways.ts';
import { migration0012AnsweringMachines } from './0012-answering-machines.ts';
import { migration0013PackedLists } from './0013-packed-lists.ts';

/** Every migration by name, in order. A released one never changes. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-people-and-scopes': migration0001PeopleAndScopes,
  '0002-number-lists': migration0002NumberLists,
  '0003-broadcasts': migration0003Broadcasts,
  '0004-exports': migration0004Exports,
  '0005-roles-and-reviews': migration0005RolesAndReviews,
  '0006-time-limits': migration0006TimeLimits,
  '0007-export-options-and-schedules': migration0007ExportOptionsAndSchedules,
  '0008-log-intake': migration0008LogIntake,
  '0009-list-versions-and-do-not-call': migration0009ListVersionsAndDoNotCall,
  '0010-dialling': migration0010Dialling,
  '0011-twilio-gateways': migration0011TwilioGateways,
  '0012-answering-machines': migration0012AnsweringMachines,
  '0013-packed-lists': migration0013PackedLists,
};
