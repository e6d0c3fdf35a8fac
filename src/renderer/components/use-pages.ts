import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { onChanged } from '#renderer/client.ts';
import { PageCache, type PageSource } from './page-cache.ts';

/**
 * The windows of a list. While another list is being asked for (a filter or the sort changed), the rows of the
 * one before stay, so that nothing blinks; `waiting` says so.
 */
export function usePages<Row extends Record<string, unknown>>(source: PageSource<Row>) {
  const newest = useRef(source);
  newest.current = source;
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- a source is its key
  const cache = useMemo(() => new PageCache<Row>(newest.current), [source.key]);
  useSyncExternalStore(cache.subscribe, cache.version);
  const shown = useRef(cache);
  const answered = cache.total !== null || cache.error !== null;
  if (answered) shown.current = cache;
  useEffect(() => {
    cache.show(0, 0);
    return onChanged(newest.current.noun, () => cache.refresh());
  }, [cache]);
  const pages = answered ? cache : shown.current;
  return { pages, waiting: !answered, refresh: () => cache.refresh() };
}
