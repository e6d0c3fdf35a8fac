import { useHotkeys } from '@mantine/hooks';
import { useEffect, useMemo, useRef } from 'react';
import { layoutOf, rowHeight, usePreferences } from '#renderer/state/preferences.ts';
import type { OperationName } from '#shared/operations/index.ts';
import { type FilterValue, useAddress } from './address.ts';
import { type Column, defaultLayout, type Sort, shownColumns } from './column.ts';
import type { DataTableHandle, OpenedBy } from './data-table-types.ts';
import { titleOf } from './declared.ts';
import type { ListScreenProps } from './list-screen.tsx';
import type { ListName, RowOf } from './list-types.ts';
import { useDebouncedSearch } from './use-debounced-search.ts';
import { useList } from './use-list.ts';
import { usePages } from './use-pages.ts';
import { useSelection } from './use-selection.ts';

const NOTHING = {};

function useColumns<Row>(list: string, columns: readonly Column<Row>[]) {
  const { columns: saved, setColumns, density } = usePreferences();
  const kept = layoutOf(saved, list);
  const layout = useMemo(() => kept ?? defaultLayout(columns), [kept, columns]);
  const shown = useMemo(() => shownColumns(columns, layout), [columns, layout]);
  const resize = (key: string, width: number | null) => {
    const { [key]: _, ...others } = layout.widths;
    setColumns(list, { ...layout, widths: width === null ? others : { ...others, [key]: width } });
  };
  return {
    layout,
    columns: shown,
    resize,
    rowHeight: rowHeight(density),
    setLayout: (next: typeof layout | null) => setColumns(list, next),
  };
}

/** What the address changes to as a person works in a list. */
function useListActs<L extends ListName, G extends OperationName | undefined>(props: ListScreenProps<L, G>) {
  const { idOf, operations = [] } = props;
  const [address, change] = useAddress();
  const grid = useRef<DataTableHandle>(null);
  const focusPanel = useRef(false);
  const rowId = (row: RowOf<L>) => idOf(row);
  const waitsForRecord =
    address.id === undefined &&
    operations.some(({ operation, place }) => place === 'record' && operation === address.panel);
  return {
    address,
    change,
    grid,
    focusPanel,
    rowId,
    close: () => {
      change({ id: undefined, panel: undefined, tab: undefined });
      grid.current?.focus();
    },
    open: (row: RowOf<L>, how: OpenedBy) => {
      focusPanel.current = how === 'enter' || waitsForRecord;
      const panel = waitsForRecord ? address.panel : undefined;
      change({ id: rowId(row), panel }, how === 'follow' || address.id !== undefined);
    },
    openForm: (operation: OperationName) => {
      focusPanel.current = true;
      change({ panel: operation });
    },
    setSort: (sort: Sort) => change({ sort: sort.by, direction: sort.direction }, true),
    clearAll: () => change({ filter: undefined, search: undefined }),
    clearFilters: () => change({ filter: undefined }),
  };
}

/** All that a ListScreen knows: the address, the rows, what is selected, how columns stand. */
export function useListScreen<L extends ListName, G extends OperationName | undefined>(
  props: ListScreenProps<L, G>,
) {
  const { list, columns, operations = [], input = NOTHING } = props;
  const acts = useListActs(props);
  const { address, change } = acts;
  const state = useList<RowOf<L>>(list, address, input);
  const { pages, waiting, refresh } = usePages(state.source);
  const selected = useSelection(state.source, pages, acts.rowId);
  const search = useDebouncedSearch(address.search, (text) => change({ search: text }, true));
  const view = useColumns(list, columns);
  const { focus } = search;
  useHotkeys([['/', focus]]);
  useEffect(() => {
    document.title = `${titleOf(list)} · Rolecall`;
  }, [list]);
  const setFilter = (key: string, value: FilterValue | undefined) => {
    const { [key]: _, ...others } = state.filters;
    change({ filter: value === undefined ? others : { ...others, [key]: value } });
  };
  const bulk = operations.filter((each) => each.bulk === true);
  return { ...acts, state, pages, waiting, refresh, selected, search, view, bulk, setFilter };
}
