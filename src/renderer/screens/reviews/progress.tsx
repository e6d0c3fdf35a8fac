import { useTranslation } from 'react-i18next';
import classes from './reviews.module.css';

interface Counts {
  readonly items: number;
  readonly confirmed: number;
  readonly revoked: number;
  readonly gone: number;
}

/** How many of a review's items are decided, as a bar and in words. */
export function Progress({ review, wide = false }: { readonly review: Counts; readonly wide?: boolean }) {
  const { t } = useTranslation();
  const { items, confirmed, revoked, gone } = review;
  const decided = confirmed + revoked + gone;
  const share = (count: number) => ({ width: items === 0 ? '0%' : `${(count / items) * 100}%` });
  return (
    <span className={classes['progress']} data-wide={wide || undefined}>
      <span className={classes['track']} aria-hidden>
        <span data-part="confirmed" style={share(confirmed)} />
        <span data-part="revoked" style={share(revoked + gone)} />
      </span>
      <span>
        {wide
          ? t('reviews.progressLong', { decided, items, confirmed, revoked, gone })
          : t('reviews.progress', { decided, items })}
      </span>
    </span>
  );
}
