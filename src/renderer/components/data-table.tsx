/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a windowed grid cannot be made of table elements */
import { useId } from 'react';
import { tracksOf, widthOf } from './column.ts';
import classes from './data-table.module.css';
import type { DataTableProps } from './data-table-types.ts';
import { GridHeader } from './grid-header.tsx';
import { GridRow } from './grid-row.tsx';
import { spacerHeight } from './grid-scroll.ts';
import { HEADER, useGrid } from './use-grid.ts';

type Grid<Row extends Record<string, unknown>> = ReturnType<typeof useGrid<Row>>;

function Rows<Row extends Record<string, unknown>>(props: {
  readonly table: DataTableProps<Row>;
  readonly grid: Grid<Row>;
  readonly rowElementId: (index: number) => string;
}) {
  const { table, grid, rowElementId } = props;
  const { pages, selection } = table;
  return grid.visible.map((index) => {
    const row = pages.row(index);
    return (
      <GridRow<Row>
        key={index % grid.visible.length}
        id={rowElementId(index)}
        index={index}
        row={row}
        columns={table.columns}
        name={row === undefined ? '' : table.rowName(row)}
        active={index === grid.active}
        open={row !== undefined && table.rowId(row) === table.openId}
        selected={selection === undefined ? undefined : row !== undefined && selection.has(row)}
        onClick={grid.onClick}
        onSelect={grid.pick}
      />
    );
  });
}

function Head<Row extends Record<string, unknown>>({ table }: { readonly table: DataTableProps<Row> }) {
  const { selection } = table;
  return (
    <GridHeader
      columns={table.columns}
      sort={table.sort}
      onSort={table.onSort}
      onResize={table.onResize}
      {...(selection === undefined
        ? {}
        : { selection: { state: selection.state, toggle: selection.toggleAll } })}
    />
  );
}

/**
 * A grid of any length with a constant number of row elements. Rows sit in a sticky viewport, so that the browser's
 * scrolling never uncovers an empty place; beyond eight million pixels the scroll bar is scaled.
 */
export function DataTable<Row extends Record<string, unknown>>(props: DataTableProps<Row>) {
  const { pages, columns, rowHeight } = props;
  const selectable = props.selection !== undefined;
  const grid = useGrid(props);
  const id = useId();
  const rowElementId = (index: number) => `${id}-${index}`;
  const { scrollRef, height, geometry, top } = grid.scroll;
  const first = grid.visible[0] ?? 0;
  const canvas = {
    '--tracks': tracksOf(columns, selectable),
    height: HEADER + spacerHeight(geometry),
    minWidth: widthOf(columns, selectable),
  };
  return (
    <div
      ref={scrollRef}
      role="grid"
      aria-label={props.label}
      aria-rowcount={pages.total === null ? -1 : pages.total + 1}
      aria-colcount={columns.length + (selectable ? 1 : 0)}
      aria-multiselectable={selectable}
      aria-busy={props.waiting}
      aria-activedescendant={grid.visible.includes(grid.active) ? rowElementId(grid.active) : undefined}
      tabIndex={0}
      className={classes['scroller']}
      onKeyDown={grid.onKeyDown}
    >
      <div role="none" style={canvas}>
        <div role="none" className={classes['viewport']} style={{ height }}>
          <div role="rowgroup">
            <Head table={props} />
          </div>
          <div
            role="rowgroup"
            className={props.waiting ? classes['waiting'] : undefined}
            style={{ transform: `translateY(${first * rowHeight - top}px)` }}
          >
            <Rows table={props} grid={grid} rowElementId={rowElementId} />
          </div>
        </div>
      </div>
    </div>
  );
}
