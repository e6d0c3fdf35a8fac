import { useState } from 'react';
import { t } from '#renderer/texts/texts.ts';
import { MAX_PAGE, rowsOf } from '#shared/page.ts';
import type { Selection } from './data-table-types.ts';
import type { PageCache, PageSource } from './page-cache.ts';
import { toastNote } from './toast.tsx';

export interface Selected<Row> {
  readonly selection: Selection<Row>;
  /** In the order of selecting. */
  readonly rows: readonly Row[];
  readonly clear: () => void;
}

interface Kept<Row> {
  /** The list that the rows were selected in. */
  readonly of: string;
  readonly rows: ReadonlyMap<string, Row>;
}

/** Selected rows of a list by id; another list (other filters, another scope) starts with none. */
export function useSelection<Row extends Record<string, unknown>>(
  source: PageSource<Row>,
  pages: PageCache<Row>,
  rowId: (row: Row) => string,
): Selected<Row> {
  const [kept, setKept] = useState<Kept<Row>>({ of: source.key, rows: new Map() });
  const chosen: ReadonlyMap<string, Row> = kept.of === source.key ? kept.rows : new Map();
  const change = (next: (now: ReadonlyMap<string, Row>) => ReadonlyMap<string, Row>) =>
    setKept((now) => ({ of: source.key, rows: next(now.of === source.key ? now.rows : new Map()) }));
  const clear = () => change(() => new Map());
  const total = pages.total ?? 0;
  const state = chosen.size === 0 ? 'none' : chosen.size < Math.min(total, MAX_PAGE) ? 'some' : 'all';

  const add = (rows: readonly Row[]) =>
    change((now) => new Map([...now, ...rows.map((row) => [rowId(row), row] as const)]));
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
      change((now) => {
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
  return { selection, rows: [...chosen.values()], clear };
}
