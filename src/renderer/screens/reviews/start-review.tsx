import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { useNodes } from '#renderer/state/nodes.ts';
import classes from './reviews.module.css';
import type { Review } from './reviews-screen.tsx';

const MONTH = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' });

/** Takes down who holds what at a scope and below, to be decided item by item. */
export function StartReview({ node, onDone, onCancel, onChanged }: PanelFormProps<Review>) {
  const { t } = useTranslation();
  const [, change] = useAddress();
  const nodes = useNodes();
  const [title] = useState(() => t('reviews.titleOf', { month: MONTH.format(new Date()) }));
  const kinds = [...new Set(nodes.map(({ kind }) => kind))].join();
  const controls = useMemo(() => ({ node: nodeControl('reviews.start', kinds.split(',')) }), [kinds]);
  return (
    <OperationForm
      operation="reviews.start"
      initial={{ title, ...(node === undefined ? {} : { node }) }}
      controls={controls}
      onDone={({ id, items, orphans }) => {
        onDone();
        queueMicrotask(() => change({ id, panel: undefined }));
        toastDone(t('reviews.wasStarted', { count: items, orphans }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    >
      <p className={classes['hint']}>{t('reviews.startText')}</p>
    </OperationForm>
  );
}
