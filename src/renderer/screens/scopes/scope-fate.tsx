import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import classes from './scopes.module.css';
import type { Scope } from './scopes-screen.tsx';

const COUNTED = ['scopes', 'people', 'assignments', 'lists', 'broadcasts'] as const;

/** What archiving a scope would touch, or why it can't be archived now. */
export function ScopeFate({ record }: { readonly record: Scope }) {
  const { t } = useTranslation();
  const { data, error } = useAnswer('nodes.fate', { id: record.id });
  if (error !== null) return null;
  if (data === undefined) return <Bones />;
  const touched = COUNTED.flatMap((what) => {
    const count = data[what];
    return count === null || count === 0 ? [] : [t(`scopes.fate.${what}`, { count })];
  });
  const unseen = COUNTED.some((what) => data[what] === null);
  return (
    <div className={classes['fate']}>
      {data.refused === null ? null : <p data-bad>{data.refused}</p>}
      <p>
        {touched.length === 0 ? t('scopes.fateNothing') : t('scopes.fateText', { what: touched.join(', ') })}
      </p>
      {unseen ? <p>{t('scopes.fateUnseen')}</p> : null}
    </div>
  );
}
