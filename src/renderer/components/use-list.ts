import { useMemo } from 'react';
import { ask, nounOf } from '#renderer/client.ts';
import type { OperationName } from '#shared/operations/index.ts';
import type { Page } from '#shared/page.ts';
import type { Address } from './address.ts';
import type { Sort } from './column.ts';
import { declared } from './declared.ts';
import type { Filters } from './list-types.ts';
import type { PageSource } from './page-cache.ts';

export interface ListState<Row extends Record<string, unknown>> {
  readonly source: PageSource<Row>;
  readonly sort: Sort | null;
  /** Those of the address that the list's input accepts. */
  readonly filters: Filters;
  /** Whether a search or filter narrows the list. */
  readonly narrowed: boolean;
  /** What the list is asked with, less the window: an export may take the same. */
  readonly input: Readonly<Record<string, unknown>>;
}

function accepted(list: OperationName, address: Address): Filters {
  const { shape } = declared(list).input;
  const pairs = Object.entries(address.filter ?? {}).filter(
    ([key, value]) =>
      Object.hasOwn(shape, key) &&
      (shape[key] as { safeParse(v: unknown): { success: boolean } }).safeParse(value).success,
  );
  return Object.fromEntries(pairs);
}

function sortOf(list: OperationName, address: Address): Sort | null {
  if (address.sort === undefined) return null;
  const sort: Sort = { by: address.sort, direction: address.direction ?? 'asc' };
  const schema = declared(list).input.shape['sort'] as { safeParse(v: unknown): { success: boolean } };
  return schema.safeParse(sort).success ? sort : null;
}

/** What a list shows for an address: scope, search, filters and sort become the operation's input. */
export function useList<Row extends Record<string, unknown>>(
  list: OperationName,
  address: Address,
  fixed: Readonly<Record<string, unknown>>,
): ListState<Row> {
  const filters = accepted(list, address);
  const sort = sortOf(list, address);
  const input = {
    ...fixed,
    ...filters,
    ...(address.node === undefined ? {} : { node: address.node }),
    ...(address.search === undefined ? {} : { search: address.search }),
    ...(sort === null ? {} : { sort }),
  };
  const key = JSON.stringify([list, input]);
  const source = useMemo<PageSource<Row>>(() => {
    const [name, asked] = JSON.parse(key) as [OperationName, Record<string, unknown>];
    return {
      key,
      noun: nounOf(name),
      fetchPage: (offset, limit) =>
        ask(name, { ...asked, offset, limit }) as Promise<unknown> as Promise<Page<Row>>,
    };
  }, [key]);
  const narrowed = address.search !== undefined || Object.keys(filters).length > 0;
  return { source, sort, filters, narrowed, input };
}
