import type {
  AssignmentsTable,
  NodeAncestorsTable,
  NodesTable,
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
  sign_in_failures: SignInFailuresTable;
  workspace: WorkspaceTable;
  command_log: CommandLogTable;
  jobs: JobsTable;
}
