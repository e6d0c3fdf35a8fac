import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import classes from './users.module.css';

interface Result {
  readonly id: string;
  readonly ok: boolean;
  readonly message: string | null;
}

/** What came of each item of a command of many, refused ones first. */
export function BulkResults(props: {
  readonly results: readonly Result[];
  readonly nameOf: (id: string) => string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { results, nameOf, onClose } = props;
  const done = results.filter(({ ok }) => ok).length;
  const sorted = results.toSorted((a, b) => Number(a.ok) - Number(b.ok));
  return (
    <section className={classes['form']} aria-label={t('users.results')}>
      <output className={classes['sum']}>{t('users.resultCount', { done, total: results.length })}</output>
      <ul className={classes['results']}>
        {sorted.map(({ id, ok, message }) => (
          <li key={id}>
            <span>{nameOf(id)}</span>
            <StateBadge state={ok ? 'done' : 'refused'} />
            {message === null ? null : <small>{message}</small>}
          </li>
        ))}
      </ul>
      <div className={classes['foot']}>
        <Button variant="default" onClick={onClose}>
          {t('form.close')}
        </Button>
      </div>
    </section>
  );
}
