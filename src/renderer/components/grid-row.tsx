/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a windowed grid cannot be made of table elements */
import { Checkbox } from '@mantine/core';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.ts';
import classes from './data-table.module.css';

interface GridRowProps<Row> {
  readonly id: string;
  readonly index: number;
  /** Undefined while it is on its way. */
  readonly row: Row | undefined;
  readonly columns: readonly Column<Row>[];
  readonly name: string;
  readonly active: boolean;
  readonly open: boolean;
  /** Undefined: rows cannot be selected. */
  readonly selected: boolean | undefined;
  readonly onClick: (index: number, event: MouseEvent) => void;
  readonly onSelect: (index: number, event: { readonly shiftKey: boolean }) => void;
}

function Cells<Row>({ row, columns, selected }: Pick<GridRowProps<Row>, 'row' | 'columns' | 'selected'>) {
  const first = selected === undefined ? 1 : 2;
  return columns.map((column, index) => (
    <div
      key={column.key}
      role="gridcell"
      aria-colindex={first + index}
      className={classes['cell']}
      data-end={column.align === 'end' || undefined}
    >
      {row === undefined ? <span className={classes['bone']} /> : column.render(row)}
    </div>
  ));
}

function GridRowInner<Row>(props: GridRowProps<Row>) {
  const { t } = useTranslation();
  const { index, row, selected, name } = props;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid element has the keys of all rows
    <div
      role="row"
      id={props.id}
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected ?? (props.open || undefined)}
      aria-busy={row === undefined || undefined}
      className={classes['row']}
      data-active={props.active || undefined}
      data-open={props.open || undefined}
      data-selected={selected === true || undefined}
      onClick={(event) => props.onClick(index, event)}
    >
      {selected === undefined ? (
        <span className={classes['edge']} />
      ) : (
        <div role="gridcell" aria-colindex={1} className={classes['check']}>
          <Checkbox
            tabIndex={-1}
            aria-label={t('list.select', { name })}
            checked={selected}
            disabled={row === undefined}
            onChange={() => undefined}
            onClick={(event) => {
              event.stopPropagation();
              props.onSelect(index, event);
            }}
          />
        </div>
      )}
      <Cells row={row} columns={props.columns} selected={selected} />
    </div>
  );
}

/** One row of a grid; drawn again only when something of it changed. */
export const GridRow = memo(GridRowInner) as typeof GridRowInner;
