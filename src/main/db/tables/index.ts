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
} from './broadcasts.ts';
import type {
  DoNotCallBlocksTable,
  DoNotCallErasedTable,
  DoNotCallNumbersTable,
  DoNotCallSourcesTable,
} from './do-not-call.ts';
import type { ExportSchedulesTable, ExportsTable } from './exports.ts';
import type { CallerIdDaysTable, CallerIdsTable, GatewaysTable, PromptsTable } from './gateways.ts';
import type {
  LogClientsTable,
  LogFolderFilesTable,
  LogFoldersTable,
  LogImportProblemsTable,
  LogImportsTable,
  LogRetentionTable,
} from './logs.ts';
import type {
  ImportMappingsTable,
  NumberListAdditionsTable,
  NumberListBlocksTable,
  NumberListChangesTable,
  NumberListProblemsTable,
  NumberListSegmentsTable,
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
  gateways: GatewaysTable;
  prompts: PromptsTable;
  caller_ids: CallerIdsTable;
  caller_id_days: CallerIdDaysTable;
  number_lists: NumberListsTable;
  number_list_versions: NumberListVersionsTable;
  number_list_blocks: NumberListBlocksTable;
  number_list_additions: NumberListAdditionsTable;
  number_list_problems: NumberListProblemsTable;
  number_list_changes: NumberListChangesTable;
  number_list_segments: NumberListSegmentsTable;
  import_mappings: ImportMappingsTable;
  do_not_call_sources: DoNotCallSourcesTable;
  do_not_call_numbers: DoNotCallNumbersTable;
  do_not_call_blocks: DoNotCallBlocksTable;
  do_not_call_erased: DoNotCallErasedTable;
  exports: ExportsTable;
  log_imports: LogImportsTable;
  log_import_problems: LogImportProblemsTable;
  log_folders: LogFoldersTable;
  log_folder_files: LogFolderFilesTable;
  log_clients: LogClientsTable;
  log_retention: LogRetentionTable;
  export_schedules: ExportSchedulesTable;
}
