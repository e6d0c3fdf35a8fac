import { useEffect, useMemo, useState } from 'react';
import { t } from '#renderer/texts/texts.ts';
import { MAX_PAGE, rowsOf } from '#shared/page.ts';
import type { Selection } from './data-table.tsx';
import type { PageCache, PageSource } from './page-cache.ts';
import { toastNote } from './toast.tsx';

interface Selected<Row> {
  readonly selection: Selection<Row>;
  /** In the order of selecting. */
  readonly rows: readonly Row[];
  clear(): void;
}

/** Selected rows of a list by id; another list (other filters, another scope) starts with none. */
export function useSelection<Row extends Record<string, unknown>>(
  source: PageSource<Row>,
  pages: PageCache<Row>,
  rowId: (row: Row) => string,
): Selected<Row> {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map());
  const clear = () => setChosen(new Map());
  useEffect(() => setChosen(new Map()), [source.key]);
  const total = pages.total ?? 0;
  const state = chosen.size === 0 ? 'none' : chosen.size < Math.min(total, MAX_PAGE) ? 'some' : 'all';

  const add = (rows: readonly Row[]) =>
    setChosen((now) => new Map([...now, ...rows.map((row) => [rowId(row), row] as const)]));
  const toggleAll = async () => {
    if (chosen.size > 0) return clear();
    const page = await source.fetchPage(0, MAX_PAGE).catch(() => null);
    if (page === null) return;
    add(rowsOf(page));
    if (page.total > page.rows) {
      toastNote(t('list.firstSelected', { count: page.rows, total: page.total }));
    }
  };
  const selection: Selection<Row> = {
    state,
    has: (row) => chosen.has(rowId(row)),
    toggle: (row) =>
      setChosen((now) => {
        const next = new Map(now);
        if (!next.delete(rowId(row))) next.set(rowId(row), row);
        return next;
      }),
    range: (from, to) => {
      const [low, high] = from < to ? [from, to] : [to, from];
      const rows = Array.from({ length: high - low + 1 }, (_, index) => pages.row(low + index));
      add(rows.filter((row) => row !== undefined));
    },
    toggleAll: () => void toggleAll(),
  };
  return { selection, rows: useMemo(() => [...chosen.values()], [chosen]), clear };
}
