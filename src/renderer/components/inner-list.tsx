import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Address, useAddress } from './address.ts';
import { type Column, shownColumns } from './column.ts';
import { DataTable } from './data-table.tsx';
import { titleOf } from './declared.ts';
import { FilterBar, SearchField } from './filter-bar.tsx';
import classes from './inner-list.module.css';
import { ListBody } from './list-body.tsx';
import type { FilterSpec, ListName, RowOf } from './list-types.ts';
import { useDebouncedSearch } from './use-debounced-search.ts';
import { useList } from './use-list.ts';
import { usePages } from './use-pages.ts';

/** Pixels; the style sheet says the same. */
const ROW = { one: 32, two: 48 };

interface InnerListProps<L extends ListName> {
  readonly list: L;
  /** Input that the list always has: the record that it belongs to. Keep it the same between drawings. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly columns: readonly Column<RowOf<L>>[];
  readonly filters?: readonly FilterSpec[];
  /** Cells of TwoLines. */
  readonly twoLines?: boolean;
  /** Told when a row is chosen; absent: rows are only read. */
  readonly onRow?: (row: RowOf<L>) => void;
  /** The row that is worked on beside the list. */
  readonly openId?: string | null;
  readonly rowId: (row: RowOf<L>) => string;
  readonly rowName: (row: RowOf<L>) => string;
  readonly empty: { readonly icon: ReactNode; readonly title: string; readonly text: string };
}

function useWidths<Row>(columns: readonly Column<Row>[]) {
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const shown = useMemo(() => shownColumns(columns, { hidden: [], widths }), [columns, widths]);
  const resize = (key: string, width: number | null) =>
    setWidths((now) => {
      const { [key]: _, ...others } = now;
      return width === null ? others : { ...others, [key]: width };
    });
  return { shown, resize };
}

/** A list inside a detail, such as the entries of a number list; its search, filters and sort are its own. */
export function InnerList<L extends ListName>(props: InnerListProps<L>) {
  const { t } = useTranslation();
  const { list, columns, filters = [], twoLines = false } = props;
  const [, go] = useAddress();
  const [narrowing, setNarrowing] = useState<Address>({});
  const change = (patch: Address) => setNarrowing((now) => ({ ...now, ...patch }));
  const state = useList<RowOf<L>>(list, narrowing, props.input);
  const { pages, waiting, refresh } = usePages(state.source);
  const search = useDebouncedSearch(narrowing.search, (text) => change({ search: text }));
  const { shown, resize } = useWidths(columns);
  const setFilter = (key: string, value: string | number | boolean | undefined) => {
    const { [key]: _, ...others } = state.filters;
    change({ filter: value === undefined ? others : { ...others, [key]: value } });
  };
  const clear = () => change({ filter: undefined, search: undefined });
  return (
    <div className={classes['list']} data-two-lines={twoLines || undefined}>
      <div className={classes['bar']} role="toolbar" aria-label={titleOf(list)}>
        <SearchField
          value={search.text}
          onChange={search.change}
          attach={search.attach}
          onLeave={() => undefined}
          icon={<IconSearch size={15} aria-hidden />}
        />
        <FilterBar
          list={list}
          specs={filters}
          filters={state.filters}
          onChange={setFilter}
          onClear={() => change({ filter: undefined })}
        />
        <output className={classes['total']}>
          {pages.total === null ? '' : t(pages.more ? 'list.atLeast' : 'list.total', { count: pages.total })}
        </output>
      </div>
      <div className={classes['content']}>
        <ListBody
          pages={pages}
          narrowed={state.narrowed}
          empty={props.empty}
          onRetry={refresh}
          onClear={clear}
        >
          <DataTable<RowOf<L>>
            label={titleOf(list)}
            pages={pages}
            waiting={waiting}
            columns={shown}
            rowHeight={twoLines ? ROW.two : ROW.one}
            rowId={props.rowId}
            rowName={props.rowName}
            sort={state.sort}
            onSort={(sort) => change({ sort: sort.by, direction: sort.direction })}
            onResize={resize}
            openId={props.openId ?? null}
            onOpen={(row, how) => {
              if (how !== 'follow') props.onRow?.(row);
            }}
            onClose={() => go({ id: undefined, panel: undefined, tab: undefined })}
          />
        </ListBody>
      </div>
    </div>
  );
}

/** A cell with a second line beneath the first, for lists with two lines a row. */
export function TwoLines({ first, second }: { readonly first: ReactNode; readonly second: string }) {
  return (
    <span className={classes['two']}>
      <span>{first}</span>
      <small title={second}>{second}</small>
    </span>
  );
}
