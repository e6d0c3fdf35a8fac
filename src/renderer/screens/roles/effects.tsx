import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Dim } from '#renderer/components/values.tsx';
import type { WhatIf } from '#shared/operations/access-answers.ts';
import classes from './roles.module.css';

type Person = WhatIf['people'][number];
type Change = Person['gained'][number];

const PEOPLE = 50;

/** Each right once, with the scopes over which it changes. */
function rightsOf(changes: readonly Change[]): string {
  const scopes = Map.groupBy(changes, ({ words }) => words);
  return [...scopes]
    .map(([words, own]) => `${words} (${[...new Set(own.map(({ nodeName }) => nodeName))].join(', ')})`)
    .join('; ');
}

function PersonLine({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  return (
    <li>
      <b>{person.name}</b>
      {person.lost.length === 0 ? null : (
        <span data-kind="lost">
          <IconMinus size={13} aria-hidden />
          {t('roles.loses', { rights: rightsOf(person.lost) })}
        </span>
      )}
      {person.gained.length === 0 ? null : (
        <span data-kind="gained">
          <IconPlus size={13} aria-hidden />
          {t('roles.gains', { rights: rightsOf(person.gained) })}
        </span>
      )}
    </li>
  );
}

/** Who of today's people gains and who loses what. */
export function Effects({
  effects,
}: {
  readonly effects: Pick<WhatIf, 'total' | 'gained' | 'lost' | 'people'>;
}) {
  const { t } = useTranslation();
  if (effects.total === 0) return <Dim>{t('roles.impactNone')}</Dim>;
  const summary = t('roles.impactSummary', {
    gained: t('roles.people', { count: effects.gained }),
    lost: t('roles.people', { count: effects.lost }),
  });
  return (
    <>
      <p className={classes['summary']}>{summary}</p>
      <ul className={classes['effects']}>
        {effects.people.slice(0, PEOPLE).map((person) => (
          <PersonLine key={person.person} person={person} />
        ))}
      </ul>
      {effects.total > PEOPLE ? <Dim>{t('roles.holdersMore', { count: effects.total - PEOPLE })}</Dim> : null}
    </>
  );
}
