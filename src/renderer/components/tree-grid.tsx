/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a windowed grid cannot be made of table elements */
import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, tracksOf, widthOf } from './column.ts';
import classes from './data-table.module.css';
import type { DataTableHandle, OpenedBy } from './data-table-types.ts';
import { GridHeader } from './grid-header.tsx';
import { spacerHeight } from './grid-scroll.ts';
import tree from './tree-grid.module.css';
import type { TreeEntry } from './tree-rows.ts';
import { HEADER } from './use-grid.ts';
import { useTreeGrid } from './use-tree-grid.ts';

export interface TreeGridProps<Row> {
  readonly label: string;
  /** What shows of the tree, in order. */
  readonly entries: readonly TreeEntry<Row>[];
  readonly columns: readonly Column<Row>[];
  readonly rowHeight: number;
  readonly rowId: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  readonly mayOpen: (row: Row) => boolean;
  /** Shows or hides what lies below a row. */
  readonly onToggle: (row: Row, open: boolean) => void;
  readonly onResize: (key: string, width: number | null) => void;
  /** The row whose detail shows. */
  readonly openId: string | null;
  readonly onOpen: (row: Row, how: OpenedBy) => void;
  readonly onClose: () => void;
  /** Told which entries show, so that they can be asked for; another function for other entries. */
  readonly onShow: (first: number, last: number) => void;
  readonly handle?: Ref<DataTableHandle>;
}

function NameCell<Row>({
  entry,
  table,
}: {
  readonly entry: TreeEntry<Row>;
  readonly table: TreeGridProps<Row>;
}) {
  const { t } = useTranslation();
  const { row, level, open } = entry;
  const [column] = table.columns;
  if (row === undefined)
    return <span className={classes['bone']} style={{ marginInlineStart: level * 20 }} />;
  return (
    <span className={tree['name']} style={{ paddingInlineStart: (level - 1) * 20 }}>
      {table.mayOpen(row) ? (
        <UnstyledButton
          tabIndex={-1}
          className={tree['toggle']}
          data-open={open || undefined}
          aria-label={t(open ? 'list.hideBelow' : 'list.showBelow', { name: table.rowName(row) })}
          onClick={(event) => {
            event.stopPropagation();
            table.onToggle(row, !open);
          }}
        >
          <IconChevronRight size={14} stroke={2} />
        </UnstyledButton>
      ) : (
        <span className={tree['gap']} />
      )}
      {column?.render(row)}
    </span>
  );
}

function TreeRow<Row>(props: {
  readonly id: string;
  readonly position: number;
  readonly entry: TreeEntry<Row>;
  readonly table: TreeGridProps<Row>;
  readonly active: boolean;
  readonly onClick: () => void;
}) {
  const { entry, table, position } = props;
  const { row, level, open } = entry;
  const chosen = row !== undefined && table.rowId(row) === table.openId;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid element has the keys of all rows
    <div
      role="row"
      id={props.id}
      tabIndex={-1}
      aria-level={level}
      aria-posinset={entry.index + 1}
      aria-setsize={entry.siblings}
      aria-rowindex={position + 2}
      aria-expanded={row !== undefined && table.mayOpen(row) ? open : undefined}
      aria-selected={chosen || undefined}
      aria-busy={row === undefined || undefined}
      className={classes['row']}
      data-active={props.active || undefined}
      data-open={chosen || undefined}
      onClick={props.onClick}
    >
      <span className={classes['edge']} />
      {table.columns.map((column, index) => (
        <div
          key={column.key}
          role="gridcell"
          aria-colindex={index + 1}
          className={classes['cell']}
          data-end={column.align === 'end' || undefined}
        >
          {index === 0 ? <NameCell entry={entry} table={table} /> : null}
          {index > 0 && row !== undefined ? column.render(row) : null}
        </div>
      ))}
    </div>
  );
}

/**
 * A tree of any size with a constant number of row elements. Arrow keys walk it: right opens a row or goes into it,
 * left closes it or goes to the row above; Enter shows the detail.
 */
export function TreeGrid<Row>(props: TreeGridProps<Row>) {
  const { entries, columns, rowHeight } = props;
  const grid = useTreeGrid(props);
  const id = useId();
  const { scrollRef, height, geometry, top } = grid.scroll;
  const first = grid.visible[0] ?? 0;
  const canvas = {
    '--tracks': tracksOf(columns, false),
    height: HEADER + spacerHeight(geometry),
    minWidth: widthOf(columns, false),
  };
  return (
    <div
      ref={scrollRef}
      role="treegrid"
      aria-label={props.label}
      aria-rowcount={entries.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={grid.visible.includes(grid.active) ? `${id}-${grid.active}` : undefined}
      tabIndex={0}
      className={classes['scroller']}
      onKeyDown={grid.onKeyDown}
    >
      <div role="none" style={canvas}>
        <div role="none" className={classes['viewport']} style={{ height }}>
          <div role="rowgroup">
            <GridHeader columns={columns} sort={null} onSort={() => undefined} onResize={props.onResize} />
          </div>
          <div role="rowgroup" style={{ transform: `translateY(${first * rowHeight - top}px)` }}>
            {grid.visible.map((position) => {
              const entry = entries[position];
              return entry === undefined ? null : (
                <TreeRow
                  key={position % grid.visible.length}
                  id={`${id}-${position}`}
                  position={position}
                  entry={entry}
                  table={props}
                  active={position === grid.active}
                  onClick={() => grid.openAt(position, 'click')}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
