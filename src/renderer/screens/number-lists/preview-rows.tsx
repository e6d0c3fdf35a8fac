import { useTranslation } from 'react-i18next';
import { ScrollBox } from '#renderer/components/scroll-box.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { Dim, IdText, PhoneNumber } from '#renderer/components/values.tsx';
import classes from './import-panel.module.css';
import type { Preview } from './import-preview.tsx';

type Row = Preview['rows'][number];

function countOf(rows: readonly Row[], outcome: Row['outcome']): number {
  return rows.filter((row) => row.outcome === outcome).length;
}

function RowLine({ row }: { readonly row: Row }) {
  return (
    <tr>
      <td data-end>
        <Dim>{row.row}</Dim>
      </td>
      <td>
        <StateBadge state={row.outcome} />
      </td>
      <td>{row.outcome === 'refused' ? <IdText id={row.number} /> : <PhoneNumber number={row.number} />}</td>
      <td>
        <bdi>{row.name}</bdi>
      </td>
      <td>
        {row.outcome === 'accepted' ? <Dim>{row.fields}</Dim> : row.reason}
        {row.outcome === 'refused' && row.suggestion !== '' ? (
          <>
            {' '}
            <Dim>{row.suggestion}</Dim>
          </>
        ) : null}
      </td>
    </tr>
  );
}

/** The first rows of the file as the import would store them, each with what became of it and why. */
export function PreviewRows({ rows, waiting }: { readonly rows: readonly Row[]; readonly waiting: boolean }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  const counts = {
    accepted: countOf(rows, 'accepted'),
    merged: countOf(rows, 'merged'),
    refused: countOf(rows, 'refused'),
  };
  const heads = [t('numberLists.outcome'), t('numberLists.number'), t('numberLists.name')];
  return (
    <section className={classes['part']} data-waiting={waiting || undefined}>
      <h3>{t('numberLists.firstRows')}</h3>
      <p>{t('numberLists.firstRowsCount', counts)}</p>
      <ScrollBox label={t('numberLists.firstRows')} maxHeight={360}>
        <table className={classes['rows']}>
          <thead>
            <tr>
              <th scope="col" data-end>
                {t('numberLists.row')}
              </th>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
              <th scope="col">{t('numberLists.fieldsOrReason')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <RowLine key={row.row} row={row} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
