/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a windowed grid cannot be made of table elements */
import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, Sort } from './column.ts';
import { MIN_WIDTH } from './column.ts';
import classes from './data-table.module.css';

interface GridHeaderProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort) => void;
  readonly onResize: (key: string, width: number | null) => void;
  /** Absent: rows cannot be selected. */
  readonly selection?: { readonly state: 'none' | 'some' | 'all'; readonly toggle: () => void };
}

function nextSort(by: string, now: Sort | null): Sort {
  return { by, direction: now?.by === by && now.direction === 'asc' ? 'desc' : 'asc' };
}

function ariaSort(column: Column<never>, sort: Sort | null): 'ascending' | 'descending' | 'none' | undefined {
  if (column.sort === undefined) return undefined;
  if (sort?.by !== column.sort) return 'none';
  return sort.direction === 'asc' ? 'ascending' : 'descending';
}

/** Follows the pointer until it is let go; a double click gives the declared width back. */
function ResizeHandle({ onResize }: { readonly onResize: (width: number | null) => void }) {
  const start = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    const handle = event.currentTarget;
    const from = event.clientX;
    const width = handle.parentElement?.offsetWidth ?? MIN_WIDTH;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) =>
      onResize(Math.max(MIN_WIDTH, Math.round(width + moved.clientX - from)));
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    });
  };
  return (
    <span
      className={classes['resize']}
      aria-hidden
      onPointerDown={start}
      onDoubleClick={() => onResize(null)}
    />
  );
}

function HeaderCell<Row>(
  props: GridHeaderProps<Row> & { readonly column: Column<Row>; readonly index: number },
) {
  const { column, index, sort, onSort, onResize } = props;
  const by = column.sort;
  const sorted = by !== undefined && sort?.by === by ? sort.direction : null;
  const Arrow = sorted === 'desc' ? IconArrowDown : IconArrowUp;
  return (
    <div
      role="columnheader"
      aria-colindex={index}
      aria-sort={ariaSort(column, sort)}
      className={classes['headCell']}
      data-end={column.align === 'end' || undefined}
    >
      {by === undefined ? (
        <span className={classes['headText']}>{column.title}</span>
      ) : (
        <UnstyledButton className={classes['headSort']} onClick={() => onSort(nextSort(by, sort))}>
          <span className={classes['headText']}>{column.title}</span>
          <Arrow
            size={13}
            stroke={2}
            className={classes['arrow']}
            data-sorted={sorted ?? undefined}
            aria-hidden
          />
        </UnstyledButton>
      )}
      <ResizeHandle onResize={(width) => onResize(column.key, width)} />
    </div>
  );
}

/** The grid's head row: sorting by click, resizing by drag (or in the column chooser). */
export function GridHeader<Row>(props: GridHeaderProps<Row>) {
  const { t } = useTranslation();
  const { selection, columns } = props;
  const first = selection === undefined ? 1 : 2;
  return (
    <div role="row" aria-rowindex={1} className={classes['head']}>
      {selection === undefined ? (
        <span className={classes['edge']} />
      ) : (
        <div role="columnheader" aria-colindex={1} className={classes['check']}>
          <Checkbox
            aria-label={t('list.selectAll')}
            checked={selection.state === 'all'}
            indeterminate={selection.state === 'some'}
            onChange={selection.toggle}
          />
        </div>
      )}
      {columns.map((column, index) => (
        <HeaderCell key={column.key} {...props} column={column} index={first + index} />
      ))}
    </div>
  );
}
