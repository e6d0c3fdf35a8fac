import { IconFileExport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { baseName } from '#renderer/components/file-path.ts';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import { ExactTime } from '#renderer/components/values.tsx';
import type { OutputOf } from '#shared/operations/index.ts';
import { Progress } from './progress.tsx';
import { ReviewItems } from './review-items.tsx';
import classes from './reviews.module.css';

type Review = OutputOf<'reviews.get'>;

function ExportButton({ review }: { readonly review: Review }) {
  const { t } = useTranslation();
  const save = async () => {
    const name = t('reviews.fileName', { title: review.title });
    const chosen = await call('files.chooseSave', { title: t('reviews.saveTitle'), name });
    if (!chosen.ok) return toastFailure(chosen.error);
    const { file } = chosen.value;
    if (file === null) return;
    // The Save dialog has asked about a file that is there already.
    const reply = await call('reviews.export', { id: review.id, file, overwrite: true });
    if (!reply.ok) return toastFailure(reply.error);
    toastDone(t('reviews.exported', { count: reply.value.rows, file: baseName(file) }));
  };
  return (
    <OperationButton
      operation="reviews.export"
      input={{ id: review.id }}
      icon={<IconFileExport size={15} />}
      onRun={() => void save()}
    />
  );
}

/** A review in the panel: how far it is, and its items. */
export function ReviewDetail({ record: review }: { readonly record: Review }) {
  const { t } = useTranslation();
  return (
    <div className={classes['detail']}>
      <div className={classes['summary']}>
        <Progress review={review} wide />
        <ExportButton review={review} />
      </div>
      <Facts>
        <Fact label={t('reviews.scope')}>{review.nodeName}</Fact>
        <Fact label={t('reviews.started')}>
          <ExactTime at={review.createdAt} />
        </Fact>
        <Fact label={t('reviews.startedBy')}>{review.createdBy}</Fact>
        {review.closedAt === null ? null : (
          <Fact label={t('reviews.closed')}>
            <ExactTime at={review.closedAt} />
          </Fact>
        )}
      </Facts>
      <ReviewItems review={review.id} open={review.state === 'open'} />
    </div>
  );
}
