import { IconAlertTriangle, IconBan, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { ExactTime } from '#renderer/components/values.tsx';
import classes from './broadcasts.module.css';

const ICONS = { ok: IconCircleCheck, warning: IconAlertTriangle, fault: IconBan } as const;

/** What a start depends on, each with what to do about it. */
export function Preflight({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAnswer('broadcasts.preflight', { id });
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  return (
    <section className={classes['part']} aria-label={t('broadcasts.preflight')}>
      <h3>{t('broadcasts.preflight')}</h3>
      <ul className={classes['checks']}>
        {data.items.map(({ item, verdict, message, fix }) => {
          const Icon = ICONS[verdict];
          return (
            <li key={item} data-verdict={verdict}>
              <Icon size={16} stroke={2} aria-hidden />
              <span>
                <strong>{`${t(`broadcasts.items.${item}`)}: ${t(`broadcasts.verdicts.${verdict}`)}`}</strong>
                <span>{message}</span>
                {fix === '' ? null : <em>{fix}</em>}
              </span>
            </li>
          );
        })}
      </ul>
      {data.opensAt === null ? null : (
        <p>
          {t('broadcasts.opensAt')} <ExactTime at={data.opensAt} />
        </p>
      )}
    </section>
  );
}
