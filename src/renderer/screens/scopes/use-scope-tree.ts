import { useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { ask, keyOf, onChanged, queryClient } from '#renderer/client.ts';
import type { RowOf } from '#renderer/components/list-types.ts';
import { type Branch, flatten, type TreeEntry } from '#renderer/components/tree-rows.ts';
import { useOpenScopes } from '#renderer/state/open-scopes.ts';
import { PLATFORM_ID } from '#shared/ids.ts';
import type { InputOf, OutputOf } from '#shared/operations/index.ts';
import { rowAt } from '#shared/page.ts';

export type TreeRow = RowOf<'nodes.children'>;
type Page = OutputOf<'nodes.children'>;

/** Rows asked for at a time. */
const WINDOW = 200;

const nameOf = (parent: string, page: number): string => `${parent}/${page}`;

/** Which windows of which scopes have been seen; those of scopes that were closed again are forgotten. */
function useWanted(open: ReadonlySet<string>) {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const wanted = useMemo(() => {
    const first = [PLATFORM_ID, ...open].map((parent) => nameOf(parent, 0));
    const living = [...seen].filter((name) => {
      const [parent] = name.split('/') as [string];
      return parent === PLATFORM_ID || open.has(parent);
    });
    return [...new Set([...first, ...living])];
  }, [open, seen]);
  const want = useCallback(
    (names: readonly string[]) =>
      setSeen((now) => (names.every((name) => now.has(name)) ? now : new Set([...now, ...names]))),
    [],
  );
  return [wanted, want] as const;
}

/** People and roles are counted in the tree: what changes them makes it stale. */
function useFreshCounts(): void {
  useEffect(() => {
    const stale = () => void queryClient.invalidateQueries({ queryKey: ['nodes', 'nodes.children'] });
    const ends = ['users', 'assignments'].map((noun) => onChanged(noun, stale));
    return () => {
      for (const end of ends) end();
    };
  }, []);
}

function inputFor(name: string, archived: boolean): InputOf<'nodes.children'> {
  const [parent, page] = name.split('/') as [string, string];
  return { parent, archived, offset: Number(page) * WINDOW, limit: WINDOW };
}

/** The scope tree as far as it is open: what shows of it, asked for window by window as it comes into sight. */
export function useScopeTree(archived: boolean) {
  const { open, show, hide } = useOpenScopes();
  const [wanted, want] = useWanted(open);
  useFreshCounts();
  const answers = useQueries({
    queries: wanted.map((name) => {
      const input = inputFor(name, archived);
      return { queryKey: keyOf('nodes.children', input), queryFn: () => ask('nodes.children', input) };
    }),
    combine: (results) => ({
      pages: results.map((result) => result.data),
      error: results.find((result) => result.error !== null)?.error ?? null,
      retry: () => {
        for (const result of results) if (result.error !== null) void result.refetch();
      },
    }),
  });
  const entries = useMemo((): readonly TreeEntry<TreeRow>[] => {
    const pages = new Map<string, Page | undefined>(
      wanted.map((name, index) => [name, answers.pages[index]]),
    );
    const branchOf = (parent: string): Branch<TreeRow> => ({
      total: pages.get(nameOf(parent, 0))?.total ?? null,
      row: (index) => {
        const page = pages.get(nameOf(parent, Math.floor(index / WINDOW)));
        const at = index % WINDOW;
        return page !== undefined && at < page.rows ? rowAt(page, at) : undefined;
      },
    });
    return flatten(PLATFORM_ID, {
      branchOf,
      idOf: (row) => row.id,
      isOpen: (row) => row.children > 0 && open.has(row.id),
    });
  }, [wanted, answers.pages, open]);
  const onShow = useCallback(
    (first: number, last: number) => {
      const missing = entries
        .slice(Math.max(0, first), last + 1)
        .filter((entry) => entry.row === undefined)
        .map((entry) => nameOf(entry.parent, Math.floor(entry.index / WINDOW)));
      if (missing.length > 0) want(missing);
    },
    [entries, want],
  );
  const known = answers.pages[0] !== undefined;
  return { entries, known, error: answers.error, retry: answers.retry, onShow, show, hide };
}
