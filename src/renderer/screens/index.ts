import {
  IconAddressBook,
  IconCalendarDown,
  IconChartBar,
  IconDatabaseImport,
  IconFileExport,
  IconHistory,
  IconHome,
  IconId,
  IconListNumbers,
  IconMessages,
  IconPhoneOff,
  IconRoute,
  IconRouter,
  IconShieldQuestion,
  IconSitemap,
  IconSpeakerphone,
  IconTable,
  IconUserCheck,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { OperationName } from '#shared/operations/index.ts';

/** A screen with its place in the window. */
export interface ScreenEntry {
  readonly path: string;
  /** Its name, a key of the shell's texts. */
  readonly area:
    | 'home'
    | 'numberLists'
    | 'doNotCall'
    | 'broadcasts'
    | 'gateways'
    | 'callerIds'
    | 'dialogLogs'
    | 'clients'
    | 'projects'
    | 'userFlow'
    | 'logImports'
    | 'exports'
    | 'exportSchedules'
    | 'users'
    | 'roles'
    | 'access'
    | 'scopes'
    | 'reviews'
    | 'audit';
  readonly group: 'work' | 'people' | 'platform' | 'trust';
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Who may not do this anywhere does not see the area; null: everybody may enter. */
  readonly needs: OperationName | null;
  readonly load: () => Promise<ComponentType>;
}

/** Every screen, in the order of the side bar. */
// biome-ignore format: a line each
export const screens: readonly ScreenEntry[] = [
  { path: '/', area: 'home', group: 'work', icon: IconHome, needs: null, load: async () => (await import('./home/home-screen.tsx')).HomeScreen },
  { path: '/number-lists', area: 'numberLists', group: 'work', icon: IconListNumbers, needs: 'numberLists.list', load: async () => (await import('./number-lists/number-lists-screen.tsx')).NumberListsScreen },
  { path: '/do-not-call', area: 'doNotCall', group: 'work', icon: IconPhoneOff, needs: 'doNotCall.list', load: async () => (await import('./do-not-call/do-not-call-screen.tsx')).DoNotCallScreen },
  { path: '/broadcasts', area: 'broadcasts', group: 'work', icon: IconSpeakerphone, needs: 'broadcasts.list', load: async () => (await import('./broadcasts/broadcasts-screen.tsx')).BroadcastsScreen },
  { path: '/dialog-logs', area: 'dialogLogs', group: 'work', icon: IconMessages, needs: 'dialogLogs.list', load: async () => (await import('./dialog-logs/dialog-logs-screen.tsx')).DialogLogsScreen },
  { path: '/clients', area: 'clients', group: 'work', icon: IconAddressBook, needs: 'clients.list', load: async () => (await import('./clients/clients-screen.tsx')).ClientsScreen },
  { path: '/projects', area: 'projects', group: 'work', icon: IconChartBar, needs: 'projects.list', load: async () => (await import('./projects/projects-screen.tsx')).ProjectsScreen },
  { path: '/user-flow', area: 'userFlow', group: 'work', icon: IconRoute, needs: 'userFlow.get', load: async () => (await import('./user-flow/user-flow-screen.tsx')).UserFlowScreen },
  { path: '/exports', area: 'exports', group: 'work', icon: IconFileExport, needs: 'exports.list', load: async () => (await import('./exports/exports-screen.tsx')).ExportsScreen },
  { path: '/export-schedules', area: 'exportSchedules', group: 'work', icon: IconCalendarDown, needs: 'exportSchedules.list', load: async () => (await import('./exports/schedules-screen.tsx')).ExportSchedulesScreen },
  { path: '/users', area: 'users', group: 'people', icon: IconUsers, needs: 'users.list', load: async () => (await import('./users/users-screen.tsx')).UsersScreen },
  { path: '/roles', area: 'roles', group: 'people', icon: IconTable, needs: 'packs.matrix', load: async () => (await import('./roles/roles-screen.tsx')).RolesScreen },
  { path: '/access', area: 'access', group: 'people', icon: IconShieldQuestion, needs: 'access.explain', load: async () => (await import('./access/access-screen.tsx')).AccessScreen },
  { path: '/gateways', area: 'gateways', group: 'platform', icon: IconRouter, needs: 'gateways.list', load: async () => (await import('./gateways/gateways-screen.tsx')).GatewaysScreen },
  { path: '/caller-ids', area: 'callerIds', group: 'platform', icon: IconId, needs: 'callerIds.list', load: async () => (await import('./caller-ids/caller-ids-screen.tsx')).CallerIdsScreen },
  { path: '/scopes', area: 'scopes', group: 'platform', icon: IconSitemap, needs: 'nodes.list', load: async () => (await import('./scopes/scopes-screen.tsx')).ScopesScreen },
  { path: '/log-imports', area: 'logImports', group: 'platform', icon: IconDatabaseImport, needs: 'logImports.list', load: async () => (await import('./log-imports/log-imports-screen.tsx')).LogImportsScreen },
  { path: '/reviews', area: 'reviews', group: 'trust', icon: IconUserCheck, needs: 'reviews.list', load: async () => (await import('./reviews/reviews-screen.tsx')).ReviewsScreen },
  { path: '/audit', area: 'audit', group: 'trust', icon: IconHistory, needs: 'audit.list', load: async () => (await import('./audit/audit-screen.tsx')).AuditScreen },
];
