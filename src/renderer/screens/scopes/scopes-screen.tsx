import {
  IconArchive,
  IconArrowsTransferDown,
  IconFolderPlus,
  IconPencil,
  IconRestore,
  IconSitemap,
  IconWorldPlus,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type InsteadOfGrid, ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { Dim } from '#renderer/components/values.tsx';
import type { OutputOf } from '#shared/operations/index.ts';
import { MoveScope } from './move-scope.tsx';
import { useScopeColumns } from './scope-columns.tsx';
import { ScopeDetail } from './scope-detail.tsx';
import { ScopeFate } from './scope-fate.tsx';
import { AddRealm, AddScope, RenameScope } from './scope-forms.tsx';
import { ScopeTree } from './scope-tree.tsx';

/** A scope as the tree, the search and the panel know it. */
export type Scope = Subject<'nodes.list', 'nodes.get'>;

const key = ({ id, version }: Scope) => ({ id, version });
const isRealm = ({ kind }: Scope) => kind === 'realm';
const living = ({ archived }: Scope) => !archived;

function useArchiving(): readonly ScreenOperation<Scope>[] {
  const { t } = useTranslation();
  const archived = ([scope]: readonly Scope[]) => {
    if (scope !== undefined) toastDone(t('scopes.wasArchived', { name: scope.name }));
  };
  const restored = ([scope]: readonly Scope[]) => {
    if (scope !== undefined) toastDone(t('scopes.wasRestored', { name: scope.name }));
  };
  const archive = { place: 'record', icon: <IconArchive size={15} />, input: key, onDone: archived } as const;
  const restore = { place: 'record', icon: <IconRestore size={15} />, input: key, onDone: restored } as const;
  return [
    {
      ...archive,
      operation: 'nodes.archive',
      when: (scope) => living(scope) && !isRealm(scope),
      consequence: t('scopes.archiveText'),
      fate: ScopeFate,
    },
    {
      ...archive,
      operation: 'realms.archive',
      when: (scope) => living(scope) && isRealm(scope),
      consequence: t('scopes.archiveRealmText'),
    },
    { ...restore, operation: 'nodes.restore', when: (scope) => !living(scope) && !isRealm(scope) },
    { ...restore, operation: 'realms.restore', when: (scope) => !living(scope) && isRealm(scope) },
  ];
}

function useOperations(): readonly ScreenOperation<Scope>[] {
  const archiving = useArchiving();
  const rename = { place: 'record', icon: <IconPencil size={15} />, form: RenameScope, input: key } as const;
  return [
    { operation: 'realms.create', place: 'toolbar', icon: <IconWorldPlus size={16} />, form: AddRealm },
    {
      operation: 'nodes.create',
      place: 'record',
      icon: <IconFolderPlus size={15} />,
      form: AddScope,
      input: ({ id }) => ({ parent: id }),
      when: (scope) => living(scope) && scope.mayHold,
    },
    { ...rename, operation: 'nodes.rename', when: (scope) => living(scope) && !isRealm(scope) },
    { ...rename, operation: 'realms.rename', when: (scope) => living(scope) && isRealm(scope) },
    {
      operation: 'nodes.move',
      place: 'record',
      icon: <IconArrowsTransferDown size={15} />,
      form: MoveScope,
      input: ({ id, version }) => ({ id, version, parent: id }),
      when: (scope) => living(scope) && !isRealm(scope),
    },
    ...archiving,
  ];
}

function subtitleOf(scope: OutputOf<'nodes.get'>) {
  return scope.archived ? <StateBadge state="archived" /> : <Dim>{scope.kindTitle}</Dim>;
}

/** A search, or a scope chosen in the top bar, shows what fits as a list; all else is the tree. */
function asTree(view: InsteadOfGrid<RowOf<'nodes.list'>>) {
  const { search, node } = view.address;
  if (search !== undefined || node !== undefined) return null;
  return <ScopeTree view={view} archived={view.filters['archived'] === true} />;
}

/** Realms and their scopes as a tree, with how many people and roles lie in each. */
export function ScopesScreen() {
  const { t } = useTranslation();
  const columns = useScopeColumns();
  const operations = useOperations();
  return (
    <ListScreen
      list="nodes.list"
      get="nodes.get"
      description={t('scopes.description')}
      columns={columns}
      filters={[{ key: 'archived' }]}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      operations={operations}
      detail={ScopeDetail}
      subtitle={subtitleOf}
      instead={asTree}
      empty={{
        icon: <IconSitemap size={22} stroke={1.75} />,
        title: t('scopes.emptyTitle'),
        text: t('scopes.emptyText'),
      }}
    />
  );
}
