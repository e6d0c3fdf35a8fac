import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { JobProgress } from '#renderer/components/job-progress.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { RelativeTime } from '#renderer/components/values.tsx';
import { type ScreenEntry, screens } from '#renderer/screens/index.ts';
import { useJobs } from '#renderer/state/jobs.ts';
import { useMe } from '#renderer/state/session.ts';
import { findOperation } from '#shared/operations/index.ts';
import classes from './home-screen.module.css';

const JOBS_SHOWN = 4;

interface AreaActs {
  readonly screen: ScreenEntry;
  /** Commands that the person may run somewhere, with their titles. */
  readonly acts: readonly { readonly name: string; readonly title: string }[];
}

function useWhatICanDo(): readonly AreaActs[] {
  const operations = useMe()?.operations ?? [];
  return screens.flatMap((screen) => {
    if (screen.needs === null || !operations.includes(screen.needs)) return [];
    const noun = screen.needs.slice(0, screen.needs.indexOf('.') + 1);
    const acts = operations.flatMap((name) => {
      const operation = findOperation(name);
      if (!name.startsWith(noun) || operation?.kind !== 'command') return [];
      return [{ name, title: operation.title }];
    });
    return [{ screen, acts }];
  });
}

function AreaCard({ screen, acts }: AreaActs) {
  const { t } = useTranslation();
  const [{ node }] = useAddress();
  const scope = node === undefined ? {} : { node };
  return (
    <li className={classes['card']}>
      <Link to={screen.path} search={scope as never} className={classes['area'] ?? ''}>
        <screen.icon size={18} stroke={1.75} />
        <span>{t(`shell.${screen.area}`)}</span>
        <IconArrowRight size={15} className={classes['arrow']} aria-hidden />
      </Link>
      {acts.length === 0 ? null : (
        <ul className={classes['acts']}>
          {acts.map(({ name, title }) => (
            <li key={name}>
              <Link to={screen.path} search={{ ...scope, panel: name } as never}>
                {title}
              </Link>
            </li>
          ))}
        </ul>
      )}
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
