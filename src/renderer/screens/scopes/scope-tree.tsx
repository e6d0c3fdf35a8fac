import { IconSitemap } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import list from '#renderer/components/list-screen.module.css';
import type { InsteadOfGrid } from '#renderer/components/list-screen.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { EmptyState, ErrorState } from '#renderer/components/message-states.tsx';
import { TreeGrid } from '#renderer/components/tree-grid.tsx';
import { pathTo, useNodes } from '#renderer/state/nodes.ts';
import { useMe } from '#renderer/state/session.ts';
import { type TreeRow, useScopeTree } from './use-scope-tree.ts';

type ListRow = RowOf<'nodes.list'>;

/** Opens the way to where the person works, and to the scope whose detail shows. */
function useWayTo(openId: string | null, show: (ids: readonly string[]) => void): void {
  const nodes = useNodes();
  const me = useMe();
  useEffect(() => {
    const ends = [...(me?.roles.map((role) => role.node) ?? []), ...(openId === null ? [] : [openId])];
    show(
      ends.flatMap((end) =>
        pathTo(nodes, end)
          .slice(0, -1)
          .map((node) => node.id),
      ),
    );
  }, [nodes, me, openId, show]);
}

/** In the tree every row's place says where it lies. */
function treeColumns(columns: readonly Column<ListRow>[]): Column<TreeRow>[] {
  return columns
    .filter(({ key }) => key !== 'path')
    .map(({ inFile: _inFile, ...column }) => ({
      ...column,
      render: (row) => column.render({ ...row, path: '' }),
    }));
}

/** The tree of realms and scopes, opened level by level. */
export function ScopeTree({
  view,
  archived,
}: {
  readonly view: InsteadOfGrid<ListRow>;
  readonly archived: boolean;
}) {
  const { t } = useTranslation();
  const tree = useScopeTree(archived);
  const columns = useMemo(() => treeColumns(view.columns), [view.columns]);
  useWayTo(view.openId, tree.show);
  if (tree.error !== null && !tree.known) {
    return <ErrorState message={tree.error.message} onRetry={tree.retry} />;
  }
  if (tree.known && tree.entries.length === 0) {
    return (
      <EmptyState
        icon={<IconSitemap size={22} stroke={1.75} />}
        title={t('scopes.emptyTitle')}
        text={t('scopes.emptyText')}
      />
    );
  }
  return (
    <div className={list['main']}>
      <TreeGrid<TreeRow>
        label={t('shell.scopes')}
        entries={tree.entries}
        columns={columns}
        rowHeight={view.rowHeight}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        mayOpen={({ children }) => children > 0}
        onToggle={({ id }, open) => (open ? tree.show([id]) : tree.hide(id))}
        onResize={view.onResize}
        openId={view.openId}
        onOpen={(row, how) => view.onOpen({ ...row, path: '' }, how)}
        onClose={view.onClose}
        onShow={tree.onShow}
        handle={view.handle}
      />
    </div>
  );
}
