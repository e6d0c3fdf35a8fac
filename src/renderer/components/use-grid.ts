import { type MouseEvent, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { DataTableProps, OpenedBy } from './data-table-types.ts';
import { windowOf } from './grid-scroll.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useGridScroll } from './use-grid-scroll.ts';

/** Height of the head row in pixels. */
export const HEADER = 36;
/** Skeleton rows while the first window is on its way. */
const UNKNOWN_ROWS = 60;

/** The row that the keyboard stands on; the first one whenever another list shows. */
function useActive(pages: unknown, toStart: () => void) {
  const [active, setActive] = useState({ pages, index: 0 });
  useEffect(toStart, [pages, toStart]);
  return [active.pages === pages ? active.index : 0, (index: number) => setActive({ pages, index })] as const;
}

/** What a grid shows at its scroll position, and what keys and clicks do to it. */
export function useGrid<Row extends Record<string, unknown>>(props: DataTableProps<Row>) {
  const { pages, selection, rowHeight } = props;
  const scroll = useGridScroll(pages.total ?? UNKNOWN_ROWS, rowHeight, HEADER);
  const { scrollRef, toStart } = scroll;
  const { first, count } = windowOf(scroll.top, scroll.geometry);
  const [active, setActive] = useActive(pages, toStart);
  const lastPicked = useRef(0);

  useEffect(() => pages.show(first, first + count - 1), [pages, first, count]);
  useImperativeHandle(props.handle, () => ({ focus: () => scrollRef.current?.focus() }), [scrollRef]);

  const pick = (index: number, event: { readonly shiftKey: boolean }) => {
    const row = pages.row(index);
    if (row === undefined || selection === undefined) return;
    if (event.shiftKey) selection.range(lastPicked.current, index);
    else selection.toggle(row);
    lastPicked.current = index;
    setActive(index);
  };
  const openAt = (index: number, how: OpenedBy) => {
    const row = pages.row(index);
    setActive(index);
    if (row !== undefined) props.onOpen(row, how);
  };
  const goTo = (index: number) => {
    scroll.reveal(index);
    if (props.openId === null) setActive(index);
    else openAt(index, 'follow');
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
    const picks = event.metaKey || event.ctrlKey || event.shiftKey;
    if (selection !== undefined && picks) pick(index, event);
    else openAt(index, 'click');
  };
  const visible = Array.from({ length: count }, (_, slot) => first + slot);
  return { scroll, visible, active, pick, onKeyDown, onClick };
}
