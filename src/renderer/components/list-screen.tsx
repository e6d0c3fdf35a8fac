import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ComponentType, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { layoutOf, rowHeight, usePreferences } from '#renderer/state/preferences.ts';
import type { OperationName, OutputOf } from '#shared/operations/index.ts';
import { type Address, useAddress } from './address.ts';
import { type Column, defaultLayout, shownColumns } from './column.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { DataTable, type DataTableHandle, type OpenedBy } from './data-table.tsx';
import { titleOf } from './declared.ts';
import { FilterBar, SearchField } from './filter-bar.tsx';
import { ListBody } from './list-body.tsx';
import { SelectionBar, ToolbarOperations } from './list-operations.tsx';
import { ListPanel } from './list-panel.tsx';
import classes from './list-screen.module.css';
import type { FilterSpec, ListName, RowOf, ScreenOperation } from './list-types.ts';
import { useDebouncedSearch } from './use-debounced-search.ts';
import { useList } from './use-list.ts';
import { usePages } from './use-pages.ts';
import { useSelection } from './use-selection.ts';

/** The record that a list's panel shows: what `get` answers, or the row itself. */
export type DetailOf<L extends ListName, G extends OperationName | undefined> = G extends OperationName
  ? OutputOf<G>
  : RowOf<L>;

/** What rows and detail records have in common: what the list's operations work on. */
export type Subject<L extends ListName, G extends OperationName | undefined> = Pick<
  RowOf<L>,
  keyof RowOf<L> & keyof DetailOf<L, G>
>;

export interface ListScreenProps<L extends ListName, G extends OperationName | undefined = undefined> {
  readonly list: L;
  /** Answers with one record for `{ id }`; absent: the row itself is the detail. */
  readonly get?: G;
  /** Input that the list always has. */
  readonly input?: Readonly<Record<string, unknown>>;
  readonly description: string;
  readonly columns: readonly Column<RowOf<L>>[];
  readonly filters?: readonly FilterSpec[];
  /** False: the list has no free-text search. */
  readonly searchable?: boolean;
  readonly idOf: (record: Subject<L, G>) => string;
  readonly nameOf: (record: Subject<L, G>) => string;
  readonly operations?: readonly ScreenOperation<Subject<L, G>>[];
  readonly detail: ComponentType<{ readonly record: DetailOf<L, G> }>;
  /** Beneath the detail's title. */
  readonly subtitle?: (record: DetailOf<L, G>) => ReactNode;
  /** What belongs here and the first step. */
  readonly empty: { readonly icon: ReactNode; readonly title: string; readonly text: string };
  /** More controls at the head, before the operations. */
  readonly extra?: ReactNode;
}

/**
 * One screen for every noun: a list with search, filters, sort, selection and operations, and a panel at its side.
 * Everything that it shows is in the address.
 *
 * How a screen is made (see screens/users):
 * 1. `screens/<noun>/<noun>-screen.tsx` returns `<ListScreen list="nouns.list" get="nouns.get" .../>` with the columns
 *    (`Column<RowOf<'nouns.list'>>[]`), the filters (fields of the list's declared input, which also gives their
 *    labels and types), and the operations (`ScreenOperation<Subject<'nouns.list', 'nouns.get'>>[]`).
 * 2. An operation with a `form` opens it in the panel: an `<OperationForm operation fixed initial onDone onCancel
 *    onChanged />`, which makes its fields from the declaration; `controls` replaces single ones. An operation without
 *    a form runs at once, or asks first when it is declared dangerous (say what will happen in `consequence`).
 *    Refusals, their reasons and the buttons' state come from `access.check` by themselves.
 * 3. Its words are in `texts/en/<noun>.ts`; titles and field labels come from the declarations.
 * 4. One line in `screens/index.ts` gives it an address, a place in the side bar and the operation that it needs.
 */
export function ListScreen<L extends ListName, G extends OperationName | undefined = undefined>(
  props: ListScreenProps<L, G>,
) {
  const { list, columns, operations = [], idOf, nameOf, input = {} } = props;
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const state = useList<RowOf<L>>(list, address, input);
  const { pages, waiting, refresh } = usePages(state.source);
  const asSubject = (row: RowOf<L>) => row as Subject<L, G>;
  const rowId = (row: RowOf<L>) => idOf(asSubject(row));
  const selected = useSelection(state.source, pages, rowId);
  const grid = useRef<DataTableHandle>(null);
  const search = useDebouncedSearch(address.search, (text) => change({ search: text }, true));
  const view = useColumns(list, columns);
  const focusPanel = useRef(false);
  const close = () => {
    change({ id: undefined, panel: undefined, tab: undefined });
    grid.current?.focus();
  };
  const open = (row: RowOf<L>, how: OpenedBy) => {
    focusPanel.current = how === 'enter';
    change({ id: rowId(row), panel: undefined }, how === 'follow' || address.id !== undefined);
  };
  const openForm = (operation: OperationName) => {
    focusPanel.current = true;
    change({ panel: operation });
  };
  useHotkeys([['/', () => search.ref.current?.focus()]]);
  useTitle(titleOf(list));
  const bulk = operations.filter((each) => each.bulk === true);
  const setFilter = (key: string, value: Filter | undefined) => {
    const { [key]: _, ...others } = state.filters;
    change({ filter: value === undefined ? others : { ...others, [key]: value } });
  };
  const clearAll = () => change({ filter: undefined, search: undefined });

  return (
    <div className={classes['screen']}>
      <header className={classes['head']}>
        <div>
          <h1>{titleOf(list)}</h1>
          <p>{props.description}</p>
        </div>
        <div className={classes['tools']}>
          {props.extra}
          <ToolbarOperations operations={operations} node={address.node} onForm={openForm} />
        </div>
      </header>
      <div className={classes['bar']} role="toolbar" aria-label={titleOf(list)}>
        {selected.rows.length > 0 ? (
          <SelectionBar
            rows={selected.rows.map(asSubject)}
            operations={bulk}
            nameOf={nameOf}
            onClear={selected.clear}
          />
        ) : (
          <>
            {props.searchable === false ? null : (
              <SearchField
                value={search.text}
                onChange={search.change}
                inputRef={search.ref}
                onLeave={() => grid.current?.focus()}
                icon={<IconSearch size={15} aria-hidden />}
              />
            )}
            <FilterBar
              list={list}
              specs={props.filters ?? []}
              filters={state.filters}
              onChange={setFilter}
              onClear={() => change({ filter: undefined })}
            />
            <span className={classes['total']} role="status">
              {pages.total === null ? '' : t('list.total', { count: pages.total })}
            </span>
            <ColumnChooser columns={columns} layout={view.layout} onChange={view.setLayout} />
          </>
        )}
      </div>
      <div className={classes['content']}>
        <ListBody
          pages={pages}
          narrowed={state.narrowed}
          empty={props.empty}
          onRetry={refresh}
          onClear={clearAll}
        >
          <DataTable<RowOf<L>>
            label={titleOf(list)}
            pages={pages}
            waiting={waiting}
            columns={view.columns}
            rowHeight={view.rowHeight}
            rowId={rowId}
            rowName={(row) => nameOf(asSubject(row))}
            sort={state.sort}
            onSort={(sort) => change({ sort: sort.by, direction: sort.direction }, true)}
            onResize={view.resize}
            openId={address.id ?? null}
            onOpen={open}
            onClose={close}
            handle={grid}
            {...(bulk.length === 0 ? {} : { selection: selected.selection })}
          />
        </ListBody>
        <ListPanel<L, G>
          screen={props}
          pages={pages}
          onClose={close}
          onForm={openForm}
          takesFocus={focusPanel}
        />
      </div>
    </div>
  );
}

type Filter = NonNullable<Address['filter']>[string];

function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Rolecall`;
  }, [title]);
}

function useColumns<Row>(list: string, columns: readonly Column<Row>[]) {
  const { columns: saved, setColumns, density } = usePreferences();
  const layout = layoutOf(saved, list) ?? defaultLayout(columns);
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
