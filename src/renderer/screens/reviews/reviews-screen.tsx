import { IconChecklist, IconLock, IconUserCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '#renderer/components/column.ts';
import { ListScreen, type Subject } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { Count, Dim, RelativeTime } from '#renderer/components/values.tsx';
import { Progress } from './progress.tsx';
import { ReviewDetail } from './review-detail.tsx';
import { StartReview } from './start-review.tsx';

export type Review = Subject<'reviews.list', 'reviews.get'>;
type Row = RowOf<'reviews.list'>;

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'title',
        title: t('reviews.title'),
        width: 200,
        grow: 3,
        sort: 'title',
        render: ({ title }) => <strong>{title}</strong>,
      },
      {
        key: 'scope',
        title: t('reviews.scope'),
        width: 140,
        grow: 2,
        render: ({ nodeName }) => nodeName,
        inFile: [{ field: 'nodeName' }],
      },
      {
        key: 'state',
        title: t('reviews.state'),
        width: 104,
        render: ({ state }) => <StateBadge state={stateWord(state)} />,
      },
      {
        key: 'progress',
        title: t('reviews.decided'),
        width: 160,
        render: (review) => <Progress review={review} />,
        inFile: [
          { field: 'items', title: t('reviews.items') },
          { field: 'confirmed', title: t('reviews.confirmed') },
          { field: 'revoked', title: t('reviews.revoked') },
        ],
      },
      {
        key: 'orphans',
        title: t('reviews.needsLook'),
        width: 104,
        align: 'end',
        render: ({ orphans }) => (orphans === 0 ? <Dim>0</Dim> : <Count count={orphans} />),
      },
      {
        key: 'createdAt',
        title: t('reviews.started'),
        width: 116,
        sort: 'createdAt',
        render: ({ createdAt }) => <RelativeTime at={createdAt} />,
      },
      {
        key: 'createdBy',
        title: t('reviews.startedBy'),
        width: 120,
        grow: 1,
        render: ({ createdBy }) => createdBy,
      },
    ],
    [t],
  );
}

const stateWord = (state: Review['state']) => (state === 'open' ? 'underReview' : 'closed');

function subtitleOf(review: Review) {
  return <StateBadge state={stateWord(review.state)} />;
}

/** Access reviews: dated lists of who holds what, to confirm or take away one by one. */
export function ReviewsScreen() {
  const { t } = useTranslation();
  const columns = useColumns();
  const operations: readonly ScreenOperation<Review>[] = [
    { operation: 'reviews.start', place: 'toolbar', icon: <IconChecklist size={16} />, form: StartReview },
    {
      operation: 'reviews.close',
      place: 'record',
      icon: <IconLock size={15} />,
      input: ({ id, version }) => ({ id, version }),
      when: ({ state }) => state === 'open',
      consequence: ([review]) => {
        const left =
          review === undefined ? 0 : review.items - review.confirmed - review.revoked - review.gone;
        return left === 0 ? t('reviews.closeText') : t('reviews.closeLeft', { count: left });
      },
      onDone: ([review]) => {
        if (review !== undefined) toastDone(t('reviews.wasClosed', { title: review.title }));
      },
    },
  ];
  const states = (['open', 'closed'] as const).map((value) => ({
    value,
    label: t(`state.${stateWord(value)}`),
  }));
  return (
    <ListScreen
      list="reviews.list"
      get="reviews.get"
      description={t('reviews.description')}
      columns={columns}
      filters={[{ key: 'state', options: states }]}
      idOf={({ id }) => id}
      nameOf={({ title }) => title}
      operations={operations}
      detail={ReviewDetail}
      subtitle={subtitleOf}
      wide
      empty={{
        icon: <IconUserCheck size={22} stroke={1.75} />,
        title: t('reviews.emptyTitle'),
        text: t('reviews.emptyText'),
      }}
    />
  );
}
