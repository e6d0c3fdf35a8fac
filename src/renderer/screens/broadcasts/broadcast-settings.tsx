import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { PhoneNumber } from '#renderer/components/values.tsx';
import type { CallingWindow } from '#shared/dialling.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './broadcasts.module.css';

type Broadcast = OutputOf<'broadcasts.get'>;

const MINUTE_S = 60;

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Days that follow each other and have the same windows, as one line. */
function weekOf(windows: readonly CallingWindow[], time: (window: CallingWindow) => string) {
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    day,
    times: windows
      .filter((window) => window.day === day)
      .toSorted((a, b) => a.from - b.from)
      .map(time)
      .join(', '),
  }));
  const runs: { from: number; to: number; times: string }[] = [];
  for (const { day, times } of days) {
    const last = runs.at(-1);
    if (times === '') continue;
    if (last?.times === times && last.to === day - 1) last.to = day;
    else runs.push({ from: day, to: day, times });
  }
  return runs;
}

function Lines({ lines }: { readonly lines: readonly ReactNode[] }) {
  return (
    <span className={classes['lines']}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own
        <span key={index}>{line}</span>
      ))}
    </span>
  );
}

function Hours({ hours }: { readonly hours: readonly CallingWindow[] }) {
  const { t } = useTranslation();
  const day = (number: number) => t(`broadcasts.days.${String(number) as '1'}`);
  if (hours.length === 0) return t('broadcasts.hoursAny');
  const runs = weekOf(hours, ({ from, to }) =>
    t('broadcasts.hoursTime', { from: clock(from), to: clock(to) }),
  );
  return (
    <Lines
      lines={runs.map(({ from, to, times }) =>
        t('broadcasts.hoursLine', {
          days: from === to ? day(from) : t('broadcasts.daysRange', { from: day(from), to: day(to) }),
          times,
        }),
      )}
    />
  );
}

function Keys({ keys }: { readonly keys: NonNullable<Broadcast['keys']> }) {
  const { t } = useTranslation();
  if (keys.length === 0) return t('broadcasts.keysNone');
  return (
    <Lines
      lines={keys.map(({ key, act, to }) =>
        to === undefined ? (
          t('broadcasts.keysLine', { key, act: t(`broadcasts.acts.${act}`) })
        ) : (
          <>
            {t('broadcasts.keysTransfer', { key, to: '' })}
            <PhoneNumber number={to} />
          </>
        ),
      )}
    />
  );
}

function useCallers({ callers, callerCap: cap }: Broadcast): string {
  const { t } = useTranslation();
  const count = callers?.length ?? 0;
  if (count === 0) return t('broadcasts.callerIdsNone');
  const ids = t('broadcasts.callerIdsCount', { count });
  return cap === null ? ids : t('broadcasts.callerIdsCapped', { ids, cap });
}

/** All that was set for a broadcast's calls, for whoever decides whether to start it. */
export function BroadcastSettings({ broadcast }: { readonly broadcast: Broadcast }) {
  const { t } = useTranslation();
  const callers = useCallers(broadcast);
  const { hours, zone, ringSeconds: ring, talkSeconds: talk, retries, keys } = broadcast;
  const always = hours === null || hours.length === 0;
  return (
    <section className={classes['part']} aria-label={t('broadcasts.settings')}>
      <h3>{t('broadcasts.settings')}</h3>
      <Facts>
        <Fact label={t('broadcasts.hours')} span>
          <Hours hours={hours ?? []} />
        </Fact>
        <Fact label={t('broadcasts.zone')}>
          {zone ?? t(always ? 'broadcasts.zoneAny' : 'broadcasts.zoneWait')}
        </Fact>
        <Fact label={t('broadcasts.callerIds')}>{callers}</Fact>
        <Fact label={t('broadcasts.callLength')}>
          {t('broadcasts.callLengthText', { ring: ring ?? 0, talk: talk ?? 0 })}
        </Fact>
        <Fact label={t('broadcasts.retries')}>
          {retries === null || retries.length === 0 ? (
            t('broadcasts.retriesNone')
          ) : (
            <Lines
              lines={retries.map(({ outcome, afterSeconds }) =>
                t('broadcasts.retriesLine', {
                  outcome: t(`state.${outcome}`),
                  minutes: afterSeconds / MINUTE_S,
                }),
              )}
            />
          )}
        </Fact>
        <Fact label={t('broadcasts.keys')} span>
          <Keys keys={keys ?? []} />
        </Fact>
        <Fact label={t('broadcasts.silent')}>
          {t('broadcasts.percent', { value: broadcast.abandonedPercent ?? 0 })}
        </Fact>
      </Facts>
    </section>
  );
}
