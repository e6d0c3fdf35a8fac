import { IconArrowDownRight, IconArrowUpRight, IconCalendarClock, IconEqual } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { limitWords } from '#renderer/components/time-limit.tsx';
import { Dim, useNow } from '#renderer/components/values.tsx';
import type { AccessChange } from '#shared/operations/access-answers.ts';
import type { InputOf } from '#shared/operations/index.ts';
import classes from './users.module.css';

/** Rights that are named; of the others only how many. */
const NAMED = 6;

type Draft = InputOf<'access.whatIf'>['draft'];

function Changes(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly changes: readonly AccessChange[];
}) {
  const { t } = useTranslation();
  const { icon, title, changes } = props;
  if (changes.length === 0) return null;
  const more = changes.length - NAMED;
  return (
    <div className={classes['changes']}>
      <h4>
        {icon}
        {title}
      </h4>
      <ul>
        {changes.slice(0, NAMED).map((change) => (
          <li key={`${change.permission} ${change.node} ${change.condition}`}>
            {change.words} <Dim>{[change.nodeName, change.condition].filter(Boolean).join(' · ')}</Dim>
          </li>
        ))}
        {more > 0 ? <li>{t('form.andMore', { count: more })}</li> : null}
      </ul>
    </div>
  );
}

/** What a draft would change for a person (or, for many people, in sum), before it is saved. */
export function Effect(props: {
  readonly draft: Draft;
  readonly person: string | null;
  readonly enabled?: boolean;
}) {
  const { t } = useTranslation();
  const { draft, person, enabled = true } = props;
  const now = useNow();
  const { data, error } = useAnswer('access.whatIf', { draft }, { enabled, keepPrevious: true });
  if (!enabled || error !== null) return null;
  if (data === undefined) return <div className={classes['effect']} aria-busy="true" />;
  const [given] = draft.add ?? [];
  const limit =
    given === undefined ? null : limitWords({ from: given.from ?? null, until: given.until ?? null }, now);
  const one = data.people.find((each) => each.person === person);
  const gained = one?.gained ?? [];
  const lost = one?.lost ?? [];
  return (
    <section className={classes['effect']} aria-label={t('users.effect')} aria-live="polite">
      <h3>{t('users.effect')}</h3>
      <Changes
        icon={<IconArrowUpRight size={15} aria-hidden />}
        title={t('users.gains', { count: gained.length })}
        changes={gained}
      />
      <Changes
        icon={<IconArrowDownRight size={15} aria-hidden />}
        title={t('users.loses', { count: lost.length })}
        changes={lost}
      />
      {person === null ? <p>{data.sentence}</p> : null}
      {person !== null && gained.length + lost.length === 0 ? (
        <p>
          <IconEqual size={15} aria-hidden /> {t('users.noEffect')}
        </p>
      ) : null}
      {limit === null ? null : (
        <p>
          <IconCalendarClock size={15} aria-hidden /> {t('users.holds', { limit })}
        </p>
      )}
    </section>
  );
}
