import { Progress, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { Fact, Facts } from '#renderer/components/facts.tsx';
import { formatCount } from '#renderer/components/format.ts';
import { Dim, ExactTime, IdText } from '#renderer/components/values.tsx';
import { useMay } from '#renderer/state/session.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import { Attempts } from './attempts.tsx';
import { BroadcastSettings } from './broadcast-settings.tsx';
import classes from './broadcasts.module.css';
import { Outcomes } from './outcomes.tsx';
import { Preflight } from './preflight.tsx';
import { PromptPlayer } from './prompt-player.tsx';

type Broadcast = OutputOf<'broadcasts.get'>;

function Moment({ at }: { readonly at: number | null }) {
  const { t } = useTranslation();
  return at === null ? <Dim>{t('broadcasts.notYet')}</Dim> : <ExactTime at={at} />;
}

function ListName({ broadcast }: { readonly broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { listName: list, segmentName: segment, listOrdinal: ordinal } = broadcast;
  if (list === null) return <Dim>{t('broadcasts.listHidden')}</Dim>;
  const named = ordinal === null ? list : t('broadcasts.versionOf', { list, ordinal });
  return segment === null ? named : t('broadcasts.segmentOf', { list: named, segment });
}

function BroadcastFacts({ broadcast }: { readonly broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { createdAt, startAt, callsPerSecond, lines } = broadcast;
  return (
    <Facts>
      <Fact label={t('broadcasts.list')}>
        <ListName broadcast={broadcast} />
      </Fact>
      <Fact label={t('broadcasts.account')}>{broadcast.nodeName}</Fact>
      <Fact label={t('broadcasts.createdAt')}>
        {createdAt === null ? null : <ExactTime at={createdAt} />}
      </Fact>
      <Fact label={t('broadcasts.createdBy')}>{broadcast.createdBy}</Fact>
      <Fact label={t('broadcasts.startAt')}>
        {startAt === null ? t('broadcasts.startByHand') : <ExactTime at={startAt} />}
      </Fact>
      <Fact label={t('broadcasts.startedAt')}>
        <Moment at={broadcast.startedAt} />
      </Fact>
      <Fact label={t('broadcasts.finishedAt')}>
        <Moment at={broadcast.finishedAt} />
      </Fact>
      <Fact label={t('broadcasts.pace')}>
        {t('broadcasts.paceText', { rate: callsPerSecond ?? 0, lines: lines ?? 0 })}
      </Fact>
      <Fact label={t('broadcasts.attempts')}>{broadcast.attempts}</Fact>
      <Fact label={t('broadcasts.gateway')}>{broadcast.gatewayName ?? t('broadcasts.practiceGateway')}</Fact>
      <Fact label={t('broadcasts.prompt')}>
        {broadcast.prompt === null ? (
          <Dim>{t('broadcasts.noPrompt')}</Dim>
        ) : (
          <span className={classes['adds']}>
            {broadcast.promptName}
            <PromptPlayer id={broadcast.prompt} />
          </span>
        )}
      </Fact>
      <Fact label={t('broadcasts.id')} span>
        <IdText id={broadcast.id} />
      </Fact>
    </Facts>
  );
}

/** How many numbers are where. */
function States({ broadcast }: { readonly broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { total, done, interrupted, notCalled, liveCalls: live } = broadcast;
  const [all, ended, cut, not, now] = [total ?? 0, done ?? 0, interrupted ?? 0, notCalled ?? 0, live ?? 0];
  const states = [
    ['called', ended - cut],
    ['calling', now],
    ['waiting', Math.max(0, all - ended - not - now)],
    ['cutOff', cut],
    ['notCalled', not],
  ] as const;
  return (
    <ul className={classes['states']} aria-label={t('broadcasts.states')}>
      {states
        .filter(([, count]) => count > 0)
        .map(([state, count]) => (
          <li key={state}>
            {t(`broadcasts.numbersIn.${state}`)} <b>{formatCount(count)}</b>
          </li>
        ))}
    </ul>
  );
}

/** How far the calling is; while it runs, how many lines are in use. */
function Calling({ broadcast }: { readonly broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { done, total, liveCalls, lines, state } = broadcast;
  if (done === null || total === null || state === 'draft') return null;
  const percent = total === 0 ? 0 : (done / total) * 100;
  return (
    <section className={classes['calling']} aria-label={t('broadcasts.progress')}>
      <div className={classes['line']}>
        <strong>{t('broadcasts.progressOf', { done, total })}</strong>
        <span>{`${Math.floor(percent)} %`}</span>
      </div>
      <Progress value={percent} size={8} aria-label={t('broadcasts.progress')} />
      <States broadcast={broadcast} />
      {state === 'running' ? (
        <div className={classes['line']}>
          <span>{t('broadcasts.live')}</span>
          <span>{t('broadcasts.liveText', { live: liveCalls ?? 0, lines: lines ?? 0 })}</span>
        </div>
      ) : null}
      <Speed broadcast={broadcast} />
    </section>
  );
}

function Why({ broadcast }: { readonly broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { suspendedBecause: because, suspendedNote: note, interrupted, state } = broadcast;
  return (
    <>
      {because === null ? null : <p className={classes['quiet']}>{t(`broadcasts.because.${because}`)}</p>}
      {note === null ? null : <p className={classes['note']}>{note}</p>}
      {state === 'suspended' && interrupted !== null && interrupted > 0 ? (
        <p className={classes['quiet']}>{t('broadcasts.interruptedCount', { count: interrupted })}</p>
      ) : null}
    </>
  );
}

/** How fast it goes against its limit, and until when. */
function Speed({ broadcast }: { readonly broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { data } = useAnswer('broadcasts.outcomes', { id: broadcast.id });
  if (data === undefined || broadcast.state !== 'running') return null;
  const { lastMinute, endsAt, opensAt } = data.pace;
  return (
    <>
      <div className={classes['line']}>
        <span>{t('broadcasts.pace')}</span>
        <span>
          {t('broadcasts.paceNow', {
            rate: lastMinute,
            limit: Math.round((broadcast.callsPerSecond ?? 0) * 60),
          })}
        </span>
      </div>
      <div className={classes['line']}>
        <span>{t(opensAt === null ? 'broadcasts.closed' : 'broadcasts.endsAt')}</span>
        {endsAt === null ? <Dim>{t('broadcasts.unknown')}</Dim> : <ExactTime at={endsAt} />}
      </div>
    </>
  );
}

/** A broadcast in the panel: its state, how far it is, how the calls ended, and each attempt. */
export function BroadcastDetail({ record: broadcast }: { readonly record: Broadcast }) {
  const { t } = useTranslation();
  const [{ tab }, change] = useAddress();
  const full = useMay('broadcasts.outcomes') && broadcast.total !== null;
  const mayStart = useMay('broadcasts.start');
  if (!full) {
    const starts = mayStart && (broadcast.state === 'draft' || broadcast.state === 'scheduled');
    return (
      <>
        <p className={classes['quiet']}>{t('broadcasts.minimal')}</p>
        {starts ? <Preflight id={broadcast.id} /> : null}
      </>
    );
  }
  return (
    <Tabs
      value={tab === 'attempts' ? 'attempts' : 'overview'}
      onChange={(value) => change({ tab: value ?? undefined }, true)}
      keepMounted={false}
      className={classes['tabs'] ?? ''}
    >
      <Tabs.List aria-label={t('broadcasts.parts')}>
        <Tabs.Tab value="overview">{t('broadcasts.tabOverview')}</Tabs.Tab>
        <Tabs.Tab value="attempts">{t('broadcasts.tabAttempts')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview" className={classes['tab'] ?? ''}>
        <Why broadcast={broadcast} />
        <Calling broadcast={broadcast} />
        {broadcast.state === 'draft' || broadcast.state === 'scheduled' ? (
          <Preflight id={broadcast.id} />
        ) : (
          <Outcomes id={broadcast.id} />
        )}
        <BroadcastFacts broadcast={broadcast} />
        <BroadcastSettings broadcast={broadcast} />
      </Tabs.Panel>
      <Tabs.Panel value="attempts" className={classes['tab'] ?? ''}>
        <Attempts broadcast={broadcast.id} />
      </Tabs.Panel>
    </Tabs>
  );
}
