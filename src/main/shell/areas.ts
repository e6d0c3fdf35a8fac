import type { OperationName } from '#shared/operations/index.ts';

/** A part of the console that has an address and a place in the menu. */
export interface Area {
  /** The first part of its address after the slash, and of a deep link. */
  readonly path: string;
  readonly label: string;
  /** Who may not do this anywhere may not enter; null: everybody may. */
  readonly needs: OperationName | null;
}

/** In the order of the side bar. */
export const AREAS: readonly Area[] = [
  { path: '', label: 'Home', needs: null },
  { path: 'number-lists', label: 'Number lists', needs: 'numberLists.list' },
  { path: 'do-not-call', label: 'Do not call', needs: 'doNotCall.list' },
  { path: 'broadcasts', label: 'Voice broadcasts', needs: 'broadcasts.list' },
  { path: 'dialog-logs', label: 'Dialog logs', needs: 'dialogLogs.list' },
  { path: 'clients', label: 'Clients', needs: 'clients.list' },
  { path: 'projects', label: 'Projects', needs: 'projects.list' },
  { path: 'user-flow', label: 'User flow', needs: 'userFlow.get' },
  { path: 'exports', label: 'Exports', needs: 'exports.list' },
  { path: 'export-schedules', label: 'Nightly exports', needs: 'exportSchedules.list' },
  { path: 'users', label: 'Users', needs: 'users.list' },
  { path: 'roles', label: 'Roles and scopes', needs: 'packs.matrix' },
  { path: 'access', label: 'Access', needs: 'access.explain' },
  { path: 'gateways', label: 'Gateways', needs: 'gateways.list' },
  { path: 'caller-ids', label: 'Caller ids', needs: 'callerIds.list' },
  { path: 'scopes', label: 'Scope tree', needs: 'nodes.list' },
  { path: 'log-imports', label: 'Log imports', needs: 'logImports.list' },
  { path: 'reviews', label: 'Access reviews', needs: 'reviews.list' },
  { path: 'audit', label: 'Audit trail', needs: 'audit.list' },
];
