import { IconAlertTriangle } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, shownColumns } from '#renderer/components/column.ts';
import { formatDay, formatTime } from '#renderer/components/format.ts';
import { TwoLines } from '#renderer/components/inner-list.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import type { Orphan } from '#shared/operations/reviews.ts';
import type { Item } from './review-items.tsx';
import classes from './reviews.module.css';

/** Why an item needs a look first. */
function Flag({ orphan }: { readonly orphan: string }) {
  const { t } = useTranslation();
  if (orphan === '') return null;
  return (
    <span className={classes['flag']}>
      <IconAlertTriangle size={14} stroke={2} aria-hidden />
      {t(`reviews.orphans.${orphan as Orphan}`)}
    </span>
  );
}

/** Since when the role is given and, where it is, until when. */
function termOf({ givenAt, until }: Item, t: TFunction): string {
  const since = t('reviews.since', { time: formatDay(givenAt) });
  return until === null ? since : `${since}, ${t('reviews.until', { time: formatDay(until) })}`;
}

function Decision({ item }: { readonly item: Item }) {
  const { t } = useTranslation();
  const badge = <StateBadge state={stateOf(item)} />;
  if (item.decidedAt === null) return badge;
  const words = t('reviews.decidedBy', { name: item.decidedBy, time: formatTime(item.decidedAt) });
  return <TwoLines first={badge} second={words} />;
}

function stateOf({ verdict }: Item): string {
  return verdict === 'open' ? 'undecided' : verdict;
}

/** The columns of a review's items, with the widths that a person gave them. */
export function useItemColumns() {
  const { t } = useTranslation();
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const declared = useMemo(
    (): readonly Column<Item>[] => [
      {
        key: 'person',
        title: t('reviews.person'),
        width: 152,
        grow: 2,
        sort: 'person',
        render: ({ personName, email }) => <TwoLines first={personName} second={email} />,
      },
      {
        key: 'role',
        title: t('reviews.role'),
        width: 130,
        grow: 1,
        sort: 'role',
        render: ({ role, nodeName }) => <TwoLines first={role} second={nodeName} />,
      },
      {
        key: 'orphan',
        title: t('reviews.needsLook'),
        width: 146,
        render: (item) => <TwoLines first={<Flag orphan={item.orphan} />} second={termOf(item, t)} />,
      },
      {
        key: 'verdict',
        title: t('reviews.decision'),
        width: 118,
        render: (item) => <Decision item={item} />,
      },
    ],
    [t],
  );
  const columns = useMemo(() => shownColumns(declared, { hidden: [], widths }), [declared, widths]);
  const resize = (key: string, width: number | null) =>
    setWidths((now) => {
      const { [key]: _, ...others } = now;
      return width === null ? others : { ...others, [key]: width };
    });
  return { columns, resize };
}
