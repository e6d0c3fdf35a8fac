import { type KeyboardEvent, useEffect, useImperativeHandle, useState } from 'react';
import type { OpenedBy } from './data-table-types.ts';
import { windowOf } from './grid-scroll.ts';
import type { TreeGridProps } from './tree-grid.tsx';
import { parentPosition } from './tree-rows.ts';
import { HEADER } from './use-grid.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useGridScroll } from './use-grid-scroll.ts';

/** The row that the keyboard stands on: by its id, so that it stays while rows open and close above it. */
function useActive<Row>({ entries, rowId }: TreeGridProps<Row>) {
  const [id, setId] = useState<string | null>(null);
  const found = id === null ? 0 : entries.findIndex(({ row }) => row !== undefined && rowId(row) === id);
  const set = (position: number) => {
    const row = entries[position]?.row;
    if (row !== undefined) setId(rowId(row));
  };
  return [Math.max(0, found), set] as const;
}

/** What a tree shows at its scroll position, and what keys and clicks do to it. */
export function useTreeGrid<Row>(props: TreeGridProps<Row>) {
  const { entries, rowHeight, onShow } = props;
  const scroll = useGridScroll(entries.length, rowHeight, HEADER);
  const { scrollRef } = scroll;
  const { first, count } = windowOf(scroll.top, scroll.geometry);
  const [active, setActive] = useActive(props);
  useEffect(() => onShow(first, first + count - 1), [onShow, first, count]);
  useImperativeHandle(props.handle, () => ({ focus: () => scrollRef.current?.focus() }), [scrollRef]);

  const openAt = (position: number, how: OpenedBy) => {
    const row = entries[position]?.row;
    setActive(position);
    if (row !== undefined) props.onOpen(row, how);
  };
  const goTo = (position: number) => {
    scroll.reveal(position);
    if (props.openId === null) setActive(position);
    else openAt(position, 'follow');
  };
  const onListKey = useGridKeys({
    rows: entries.length,
    active,
    page: Math.max(1, Math.floor(scroll.geometry.viewport / rowHeight) - 1),
    goTo,
    open: (position) => openAt(position, 'enter'),
    close: props.onClose,
    pick: () => undefined,
    pickAll: () => undefined,
  });
  /** Right opens the row or goes into it; left closes it or goes to the row that it lies in. */
  const sideways = (key: string): void => {
    const entry = entries[active];
    if (entry?.row === undefined) return;
    const may = props.mayOpen(entry.row);
    if (key === 'ArrowRight' && may && !entry.open) props.onToggle(entry.row, true);
    else if (key === 'ArrowRight' && entry.open) goTo(active + 1);
    else if (key === 'ArrowLeft' && entry.open) props.onToggle(entry.row, false);
    else if (key === 'ArrowLeft') {
      const above = parentPosition(entries, active);
      if (above >= 0) goTo(above);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey;
    if (plain && event.target === event.currentTarget && ['ArrowLeft', 'ArrowRight'].includes(event.key)) {
      event.preventDefault();
      sideways(event.key);
    } else onListKey(event);
  };
  const visible = Array.from({ length: count }, (_, slot) => first + slot);
  return { scroll, visible, active, openAt, onKeyDown };
}
