import { IconArrowRight, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { nounOf, useAnswer } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { titleOf } from '#renderer/components/declared.ts';
import { fieldNames } from '#renderer/components/field-shape.ts';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { RelativeTime } from '#renderer/components/values.tsx';
import { useAreas } from '#renderer/shell/areas.ts';
import { useJobs } from '#renderer/state/jobs.ts';
import { useMe } from '#renderer/state/session.ts';
import { findOperation, type OperationName } from '#shared/operations/index.ts';
import classes from './home-screen.module.css';

const JOBS_SHOWN = 4;

interface Act {
  readonly name: OperationName;
  readonly title: string;
  /** Needs no record: its form opens at once. */
  readonly fresh: boolean;
}

interface AreaActs {
  readonly screen: ReturnType<typeof useAreas>[number];
  /** Commands that the person may run somewhere. */
  readonly acts: readonly Act[];
}

function actOf(name: OperationName): Act {
  return { name, title: titleOf(name), fresh: !fieldNames(name).includes('id') };
}

function useWhatICanDo(): readonly AreaActs[] {
  const areas = useAreas();
  const operations = (useMe()?.operations ?? []) as readonly OperationName[];
  return areas.flatMap((screen) => {
    if (screen.needs === null) return [];
    const noun = nounOf(screen.needs);
    const own = operations.filter((name) => nounOf(name) === noun && findOperation(name)?.kind === 'command');
    return [{ screen, acts: own.map(actOf) }];
  });
}

function AreaCard({ screen, acts }: AreaActs) {
  const { t } = useTranslation();
  const [{ node }] = useAddress();
  const scope = node === undefined ? {} : { node };
  const others = acts.filter(({ fresh }) => !fresh);
  return (
    <li className={classes['card']}>
      <Link to={screen.path} search={scope} className={classes['area'] ?? ''}>
        <screen.icon size={18} stroke={1.75} />
        <span>{t(`shell.${screen.area}`)}</span>
        <IconArrowRight size={15} className={classes['arrow']} aria-hidden />
      </Link>
      <p className={classes['about']}>{t(`home.about.${screen.area}`)}</p>
      {others.length === 0 ? null : (
        <p className={classes['others']}>{others.map(({ title }) => title).join(' · ')}</p>
      )}
      <div className={classes['acts']}>
        {acts
          .filter(({ fresh }) => fresh)
          .map(({ name, title }) => (
            <Link key={name} to={screen.path} search={{ ...scope, panel: name }}>
              <IconPlus size={14} aria-hidden />
              {title}
            </Link>
          ))}
      </div>
    </li>
  );
}

function Activity() {
  const { t } = useTranslation();
  const recent = useAnswer('audit.recent', { limit: 10 }).data ?? [];
  return (
    <section aria-labelledby="home-recent">
      <h2 id="home-recent">{t('home.recent')}</h2>
      {recent.length === 0 ? <p className={classes['none']}>{t('home.noRecent')}</p> : null}
      <ul className={classes['lines']}>
        {recent.map((entry) => (
          <li key={entry.id}>
            <span className={classes['what']}>{entry.title}</span>
            {entry.verdict === 'done' ? null : <StateBadge state={entry.verdict} />}
            <span className={classes['when']}>
              <RelativeTime at={entry.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Jobs() {
  const { t } = useTranslation();
  const jobs = useJobs().slice(0, JOBS_SHOWN);
  return (
    <section aria-labelledby="home-jobs">
      <h2 id="home-jobs">{t('home.jobs')}</h2>
      {jobs.length === 0 ? <p className={classes['none']}>{t('home.noJobs')}</p> : null}
      {jobs.map((job) => (
        <JobProgress key={job.id} job={job} />
      ))}
    </section>
  );
}

/** Where a person begins: what they may do, what is running, and what they did last. */
export function HomeScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const areas = useWhatICanDo();
  useEffect(() => {
    document.title = `${t('home.title')} · Rolecall`;
  }, [t]);
  return (
    <div className={classes['home']}>
      <h1>{t('home.hello', { name: me?.person.firstName ?? '' })}</h1>
      <div className={classes['parts']}>
        <section aria-labelledby="home-can">
          <h2 id="home-can">{t(areas.length === 0 ? 'home.nothing' : 'home.canDo')}</h2>
          {areas.length === 0 ? <p className={classes['none']}>{t('home.nothingText')}</p> : null}
          <ul className={classes['cards']}>
            {areas.map((area) => (
              <AreaCard key={area.screen.path} {...area} />
            ))}
          </ul>
        </section>
        <div className={classes['aside']}>
          <Jobs />
          <Activity />
        </div>
      </div>
    </div>
  );
}
