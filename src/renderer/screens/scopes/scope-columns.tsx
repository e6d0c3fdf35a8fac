import { IconArchive, IconBuilding, IconPhone, IconSitemap, IconWorld } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import type { RowOf } from '#renderer/components/list-types.ts';
import { Count, Dim } from '#renderer/components/values.tsx';
import classes from './scopes.module.css';

type ScopeRow = RowOf<'nodes.list'>;

function ScopeIcon({ scope }: { readonly scope: Pick<ScopeRow, 'kind' | 'archived'> }) {
  const Icon = scope.archived
    ? IconArchive
    : ({ realm: IconWorld, line: IconPhone, account: IconBuilding }[scope.kind] ?? IconSitemap);
  return <Icon size={16} stroke={1.75} aria-hidden className={classes['icon']} />;
}

function ScopeName({ scope }: { readonly scope: ScopeRow }) {
  const { t } = useTranslation();
  return (
    <span className={classes['name']} data-archived={scope.archived || undefined}>
      <ScopeIcon scope={scope} />
      <strong>{scope.name}</strong>
      {scope.archived ? <small>{t('scopes.archived')}</small> : null}
    </span>
  );
}

function Counted({ count }: { readonly count: number | null }) {
  return count === null ? <Dim>–</Dim> : <Count count={count} />;
}

/** The columns of the tree; the path shows in search results only. */
export function useScopeColumns(): readonly Column<ScopeRow>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('scopes.name'),
        width: 280,
        grow: 3,
        sort: 'name',
        render: (scope) => <ScopeName scope={scope} />,
      },
      {
        key: 'kind',
        title: t('scopes.kind'),
        width: 130,
        render: ({ kindTitle }) => kindTitle,
        inFile: [{ field: 'kindTitle' }],
      },
      {
        key: 'path',
        title: t('scopes.path'),
        width: 240,
        grow: 2,
        sort: 'path',
        render: ({ path }) => path,
      },
      {
        key: 'people',
        title: t('scopes.people'),
        width: 90,
        align: 'end',
        render: ({ people }) => <Counted count={people} />,
      },
      {
        key: 'assignments',
        title: t('scopes.assignments'),
        width: 90,
        align: 'end',
        render: ({ assignments }) => <Counted count={assignments} />,
      },
    ],
    [t],
  );
}
