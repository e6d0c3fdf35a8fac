import type {
  BroadcastAttemptsTable,
  BroadcastCountsTable,
  BroadcastNumberKeysTable,
  BroadcastNumbersTable,
  BroadcastOutcomesTable,
  BroadcastSlotsTable,
  BroadcastStatsTable,
  BroadcastsTable,
  BroadcastZonesTable,
  OptOutsTable,
} from './broadcasts.ts';
import type { ExportSchedulesTable, ExportsTable } from './exports.ts';
import type { CallerIdDaysTable, CallerIdsTable, GatewaysTable, PromptsTable } from './gateways.ts';
import type {
  NumberListEntriesTable,
  NumberListNumbersTable,
  NumberListProblemsTable,
  NumberListsTable,
  NumberListVersionsTable,
} from './number-lists.ts';
import type {
  AccessReviewItemsTable,
  AccessReviewsTable,
  AssignmentsTable,
  CustomRolesTable,
  NodeAncestorsTable,
  NodesTable,
  PackVersionsTable,
  PersonsTable,
  SignInFailuresTable,
} from './people.ts';
import type { CommandLogTable, JobsTable, WorkspaceTable } from './system.ts';

/** The tables of `rolecall.db`. */
export interface Tables {
  nodes: NodesTable;
  node_ancestors: NodeAncestorsTable;
  persons: PersonsTable;
  assignments: AssignmentsTable;
  pack_versions: PackVersionsTable;
  custom_roles: CustomRolesTable;
  access_reviews: AccessReviewsTable;
  access_review_items: AccessReviewItemsTable;
  sign_in_failures: SignInFailuresTable;
  workspace: WorkspaceTable;
  command_log: CommandLogTable;
  jobs: JobsTable;
  broadcasts: BroadcastsTable;
  broadcast_numbers: BroadcastNumbersTable;
  broadcast_number_keys: BroadcastNumberKeysTable;
  broadcast_attempts: BroadcastAttemptsTable;
  broadcast_counts: BroadcastCountsTable;
  broadcast_outcomes: BroadcastOutcomesTable;
  broadcast_slots: BroadcastSlotsTable;
  broadcast_zones: BroadcastZonesTable;
  broadcast_stats: BroadcastStatsTable;
  opt_outs: OptOutsTable;
  gateways: GatewaysTable;
  prompts: PromptsTable;
  caller_ids: CallerIdsTable;
  caller_id_days: CallerIdDaysTable;
  number_lists: NumberListsTable;
  number_list_versions: NumberListVersionsTable;
  number_list_entries: NumberListEntriesTable;
  number_list_numbers: NumberListNumbersTable;
  number_list_problems: NumberListProblemsTable;
  exports: ExportsTable;
  export_schedules: ExportSchedulesTable;
}
