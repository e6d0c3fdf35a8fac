import { useTranslation } from 'react-i18next';
import { ScrollBox } from '#renderer/components/scroll-box.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { limitWords } from '#renderer/components/time-limit.tsx';
import { useNow } from '#renderer/components/values.tsx';
import type { CsvPersonRow } from '#shared/operations/users.ts';
import classes from './users.module.css';

/** What each row of a file would come to, refused ones first. */
export function CsvRows({ rows }: { readonly rows: readonly CsvPersonRow[] }) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <ScrollBox label={t('users.importRows')}>
      <table className={classes['rows']}>
        <thead>
          <tr>
            <th scope="col">{t('users.row')}</th>
            <th scope="col">{t('users.outcome')}</th>
            <th scope="col">{t('users.email')}</th>
            <th scope="col">{t('users.name')}</th>
            <th scope="col">{t('users.role')}</th>
            <th scope="col">{t('users.scope')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row}>
              <td>{row.row}</td>
              <td>
                <StateBadge state={row.outcome} />
                {row.message === null ? null : <small>{row.message}</small>}
              </td>
              <td>{row.email}</td>
              <td>{row.name}</td>
              <td>
                {row.role}
                <small>{limitWords(row, now)}</small>
              </td>
              <td>{row.scope}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
