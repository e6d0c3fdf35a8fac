import { Button } from '@mantine/core';
import { IconCheck, IconSearch, IconUserCheck, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import type { Address, FilterValue } from '#renderer/components/address.ts';
import { DataTable } from '#renderer/components/data-table.tsx';
import { titleOf } from '#renderer/components/declared.ts';
import { FilterBar, SearchField } from '#renderer/components/filter-bar.tsx';
import { ListBody } from '#renderer/components/list-body.tsx';
import type { RowOf } from '#renderer/components/list-types.ts';
import { toastDone, toastFailure, toastNote } from '#renderer/components/toast.tsx';
import { useDebouncedSearch } from '#renderer/components/use-debounced-search.ts';
import { useList } from '#renderer/components/use-list.ts';
import { usePages } from '#renderer/components/use-pages.ts';
import { useSelection } from '#renderer/components/use-selection.ts';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import { useMe } from '#renderer/state/session.ts';
import { useItemColumns } from './item-columns.tsx';
import classes from './reviews.module.css';

export type Item = RowOf<'reviews.items'>;

const ROW = 48;
const idOf = ({ seq }: Item) => String(seq);
const undecided = ({ verdict }: Item) => verdict === 'open' || verdict === 'confirmed';

function useDecisions(review: string, clear: () => void) {
  const { t } = useTranslation();
  const start = usePendingRun((pending) => pending.start);
  const confirm = async (items: readonly Item[]) => {
    const reply = await call('reviews.confirm', { id: review, items: items.map(({ seq }) => seq) });
    if (!reply.ok) return toastFailure(reply.error);
    clear();
    const { done, results } = reply.value;
    if (done > 0) toastDone(t('reviews.confirmed', { count: done }));
    const refused = results.find(({ ok }) => !ok);
    if (refused !== undefined) toastNote(refused.message ?? '');
  };
  const revoke = (items: readonly Item[]) =>
    start({
      operation: 'reviews.revoke',
      items: items.map(({ seq, assignment, personName, role, nodeName }) => ({
        label: t('reviews.itemName', { name: personName, role, scope: nodeName }),
        input: { id: review, item: seq, assignment },
      })),
      consequence: t('reviews.revokeText'),
      onDone: (outputs) => {
        clear();
        toastDone(t('reviews.revoked', { count: outputs.filter((output) => output !== null).length }));
      },
    });
  return { confirm, revoke };
}

function Decide(props: {
  readonly rows: readonly Item[];
  readonly review: string;
  readonly clear: () => void;
}) {
  const { t } = useTranslation();
  const { rows, review, clear } = props;
  const { confirm, revoke } = useDecisions(review, clear);
  const fitting = rows.filter(undecided);
  const none = fitting.length === 0;
  return (
    <div className={classes['decide']}>
      <output>{t('list.selected', { count: rows.length })}</output>
      <Button
        size="compact-sm"
        leftSection={<IconCheck size={15} />}
        disabled={none}
        onClick={() => void confirm(fitting)}
      >
        {titleOf('reviews.confirm')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconX size={15} />}
        disabled={none}
        onClick={() => revoke(fitting)}
      >
        {titleOf('reviews.revoke')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={clear}>
        {t('list.clearSelection')}
      </Button>
    </div>
  );
}

function useNarrowing() {
  const [narrowing, setNarrowing] = useState<Address>({});
  const change = (patch: Address) => setNarrowing((now) => ({ ...now, ...patch }));
  return [narrowing, change] as const;
}

/** What is to be confirmed or taken away, orphans on top; rows are chosen and then decided. */
export function ReviewItems({ review, open }: { readonly review: string; readonly open: boolean }) {
  const { t } = useTranslation();
  const input = useMemo(() => ({ id: review }), [review]);
  const [narrowing, change] = useNarrowing();
  const state = useList<Item>('reviews.items', narrowing, input);
  const { pages, waiting, refresh } = usePages(state.source);
  const selected = useSelection(state.source, pages, idOf);
  const search = useDebouncedSearch(narrowing.search, (text) => change({ search: text }));
  const { columns, resize } = useItemColumns();
  const looking = useMe()?.viewedBy ?? null;
  const setFilter = (key: string, value: FilterValue | undefined) => {
    const { [key]: _, ...others } = state.filters;
    change({ filter: value === undefined ? others : { ...others, [key]: value } });
  };
  const verdicts = (['open', 'confirmed', 'revoked', 'gone'] as const).map((value) => ({
    value,
    label: t(`reviews.verdicts.${value}`),
  }));
  const decides = open && looking === null;
  return (
    <div className={classes['items']}>
      <div className={classes['bar']} role="toolbar" aria-label={titleOf('reviews.items')}>
        {selected.rows.length > 0 && decides ? (
          <Decide rows={selected.rows} review={review} clear={selected.clear} />
        ) : (
          <>
            <SearchField
              value={search.text}
              onChange={search.change}
              attach={search.attach}
              onLeave={() => undefined}
              icon={<IconSearch size={15} aria-hidden />}
            />
            <FilterBar
              list="reviews.items"
              specs={[{ key: 'verdict', options: verdicts }, { key: 'orphansOnly' }]}
              filters={state.filters}
              onChange={setFilter}
              onClear={() => change({ filter: undefined })}
            />
            <output className={classes['total']}>
              {pages.total === null ? '' : t('list.total', { count: pages.total })}
            </output>
          </>
        )}
      </div>
      <div className={classes['content']}>
        <ListBody
          pages={pages}
          narrowed={state.narrowed}
          empty={{
            icon: <IconUserCheck size={22} stroke={1.75} />,
            title: t('reviews.noItems'),
            text: t('reviews.noItemsText'),
          }}
          onRetry={refresh}
          onClear={() => change({ filter: undefined, search: undefined })}
        >
          <DataTable<Item>
            label={titleOf('reviews.items')}
            pages={pages}
            waiting={waiting}
            columns={columns}
            rowHeight={ROW}
            rowId={idOf}
            rowName={({ personName, role, nodeName }) =>
              t('reviews.itemName', { name: personName, role, scope: nodeName })
            }
            sort={state.sort}
            onSort={(sort) => change({ sort: sort.by, direction: sort.direction })}
            onResize={resize}
            openId={null}
            onOpen={(row) => (decides ? selected.selection.toggle(row) : undefined)}
            onClose={selected.clear}
            {...(decides ? { selection: selected.selection } : {})}
          />
        </ListBody>
      </div>
    </div>
  );
}
