import { type MouseEvent, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import { type Column, type Sort, tracksOf, widthOf } from './column.ts';
import classes from './data-table.module.css';
import { GridHeader } from './grid-header.tsx';
import { GridRow } from './grid-row.tsx';
import { spacerHeight, windowOf } from './grid-scroll.ts';
import type { PageCache } from './page-cache.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useGridScroll } from './use-grid-scroll.ts';

const HEADER = 36;
/** Skeleton rows while the first window is on its way. */
const UNKNOWN_ROWS = 60;

/** Selection of rows, kept by whoever owns the table. */
export interface Selection<Row> {
  readonly state: 'none' | 'some' | 'all';
  has(row: Row): boolean;
  toggle(row: Row): void;
  /** Selects the rows between two positions. */
  range(from: number, to: number): void;
  toggleAll(): void;
}

/** How a person came to a row's detail. */
export type OpenedBy = 'click' | 'enter' | 'follow';

export interface DataTableHandle {
  focus(): void;
}

interface DataTableProps<Row extends Record<string, unknown>> {
  /** What the list is called, for screen readers. */
  readonly label: string;
  readonly pages: PageCache<Row>;
  readonly waiting: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rowHeight: number;
  readonly rowId: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort) => void;
  readonly onResize: (key: string, width: number | null) => void;
  /** The row whose detail shows. */
  readonly openId: string | null;
  /** `follow`: the detail was open and the keyboard moved on to this row. */
  readonly onOpen: (row: Row, how: OpenedBy) => void;
  readonly onClose: () => void;
  readonly selection?: Selection<Row>;
  readonly handle?: React.Ref<DataTableHandle>;
}

/**
 * A grid of any length with a constant number of row elements. Rows sit in a sticky viewport, so that the browser's
 * scrolling never uncovers an empty place; beyond eight million pixels the scroll bar is scaled.
 */
export function DataTable<Row extends Record<string, unknown>>(props: DataTableProps<Row>) {
  const { pages, columns, selection, rowHeight } = props;
  const rows = pages.total ?? UNKNOWN_ROWS;
  const scroll = useGridScroll(rows, rowHeight, HEADER);
  const { first, count } = windowOf(scroll.top, scroll.geometry);
  const [active, setActive] = useState(0);
  const lastPicked = useRef(0);
  const id = useId();

  useEffect(() => pages.show(first, first + count - 1), [pages, first, count]);
  useEffect(() => {
    setActive(0);
    scroll.toStart();
  }, [pages, scroll.toStart]);
  useImperativeHandle(props.handle, () => ({ focus: () => scroll.ref.current?.focus() }), [scroll.ref]);

  const pick = (index: number, event: { readonly shiftKey: boolean }) => {
    const row = pages.row(index);
    if (row === undefined || selection === undefined) return;
    if (event.shiftKey) selection.range(lastPicked.current, index);
    else selection.toggle(row);
    lastPicked.current = index;
    setActive(index);
  };
  const goTo = (index: number) => {
    setActive(index);
    scroll.reveal(index);
    const row = pages.row(index);
    if (props.openId !== null && row !== undefined) props.onOpen(row, 'follow');
  };
  const openAt = (index: number, how: OpenedBy) => {
    const row = pages.row(index);
    setActive(index);
    if (row !== undefined) props.onOpen(row, how);
  };
  const onKeyDown = useGridKeys({
    rows: pages.total ?? 0,
    active,
    page: Math.max(1, Math.floor(scroll.geometry.viewport / rowHeight) - 1),
    goTo,
    open: (index) => openAt(index, 'enter'),
    close: props.onClose,
    pick,
    pickAll: () => selection?.toggleAll(),
  });
  const onClick = (index: number, event: MouseEvent) => {
    if (selection !== undefined && (event.metaKey || event.ctrlKey || event.shiftKey)) pick(index, event);
    else openAt(index, 'click');
  };

  const visible = Array.from({ length: count }, (_, slot) => first + slot);
  const rowElementId = (index: number) => `${id}-${index}`;
  const width = widthOf(columns, selection !== undefined);
  const style = { '--tracks': tracksOf(columns, selection !== undefined), minWidth: width };
  return (
    <div
      ref={scroll.ref}
      role="grid"
      aria-label={props.label}
      aria-rowcount={pages.total === null ? -1 : rows + 1}
      aria-colcount={columns.length + (selection === undefined ? 0 : 1)}
      aria-multiselectable={selection !== undefined}
      aria-busy={props.waiting}
      aria-activedescendant={visible.includes(active) ? rowElementId(active) : undefined}
      tabIndex={0}
      className={classes['scroller']}
      onKeyDown={onKeyDown}
    >
      <div role="none" style={{ height: HEADER + spacerHeight(scroll.geometry), ...style }}>
        <div role="none" className={classes['viewport']} style={{ height: scroll.height }}>
          <div role="rowgroup">
            <GridHeader
              columns={columns}
              sort={props.sort}
              onSort={props.onSort}
              onResize={props.onResize}
              {...(selection === undefined
                ? {}
                : { selection: { state: selection.state, toggle: selection.toggleAll } })}
            />
          </div>
          <div
            role="rowgroup"
            className={props.waiting ? classes['waiting'] : undefined}
            style={{ transform: `translateY(${first * rowHeight - scroll.top}px)` }}
          >
            {visible.map((index) => {
              const row = pages.row(index);
              return (
                <GridRow<Row>
                  key={index % count}
                  id={rowElementId(index)}
                  index={index}
                  row={row}
                  columns={columns}
                  name={row === undefined ? '' : props.rowName(row)}
                  active={index === active}
                  open={row !== undefined && props.rowId(row) === props.openId}
                  selected={selection === undefined ? undefined : row !== undefined && selection.has(row)}
                  onClick={onClick}
                  onSelect={pick}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
