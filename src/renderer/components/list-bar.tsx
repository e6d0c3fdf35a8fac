import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OperationName } from '#shared/operations/index.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { titleOf } from './declared.ts';
import { FilterBar, SearchField } from './filter-bar.tsx';
import { ListExportButton } from './list-export-button.tsx';
import { SelectionBar } from './list-operations.tsx';
import classes from './list-screen.module.css';
import type { ListScreenProps } from './list-screen.tsx';
import type { ListName } from './list-types.ts';
import type { useListScreen } from './use-list-screen.ts';

interface ListBarProps<L extends ListName, G extends OperationName | undefined> {
  readonly screen: ListScreenProps<L, G>;
  readonly state: ReturnType<typeof useListScreen<L, G>>;
}

function Narrowing<L extends ListName, G extends OperationName | undefined>({
  screen,
  state,
}: ListBarProps<L, G>) {
  const { t } = useTranslation();
  const { search, pages, view, grid } = state;
  return (
    <>
      {screen.searchable === false ? null : (
        <SearchField
          value={search.text}
          onChange={search.change}
          attach={search.attach}
          onLeave={() => grid.current?.focus()}
          icon={<IconSearch size={15} aria-hidden />}
        />
      )}
      <FilterBar
        list={screen.list}
        specs={screen.filters ?? []}
        filters={state.state.filters}
        onChange={state.setFilter}
        onClear={state.clearFilters}
      />
      <div className={classes['end']}>
        <output className={classes['total']}>
          {pages.total === null ? '' : t(pages.more ? 'list.atLeast' : 'list.total', { count: pages.total })}
        </output>
        {pages.total === null || pages.total === 0 ? null : (
          <ListExportButton
            list={screen.list}
            node={state.address.node}
            onOpen={() => state.openForm('listExports.start')}
          />
        )}
        <ColumnChooser columns={screen.columns} layout={view.layout} onChange={view.setLayout} />
      </div>
    </>
  );
}

/** Search, filters and columns of a list; while rows are selected, what can be done to them. */
export function ListBar<L extends ListName, G extends OperationName | undefined>(props: ListBarProps<L, G>) {
  const { screen, state } = props;
  const { rows, clear } = state.selected;
  return (
    <div className={classes['bar']} role="toolbar" aria-label={titleOf(screen.list)}>
      {rows.length === 0 ? (
        <Narrowing {...props} />
      ) : (
        <SelectionBar
          rows={rows}
          operations={state.bulk}
          nameOf={screen.nameOf}
          onForm={state.openForm}
          onClear={clear}
        />
      )}
    </div>
  );
}
