import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { formatCount } from '#renderer/components/format.ts';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { type DaySpan, ZONE } from '#renderer/components/span-choice.tsx';
import type { OutputOf } from '#shared/operations/index.ts';
import { Bars } from './bars.tsx';
import classes from './projects.module.css';

interface FiguresProps {
  readonly project: string;
  readonly span: DaySpan;
}

type Totals = Pick<OutputOf<'projects.overview'>, 'messages' | 'dialogs' | 'clients' | 'returning'>;

const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
/** A Sunday. */
const SUNDAY = Date.UTC(2026, 0, 4);
const DAY = 86_400_000;

function Totals({ totals, average }: { readonly totals: Totals; readonly average?: number | null }) {
  const { t } = useTranslation();
  const parts = [
    [t('projects.messages'), formatCount(totals.messages)],
    [t('projects.dialogs'), formatCount(totals.dialogs)],
    [t('projects.clients'), formatCount(totals.clients)],
    [t('projects.returning'), formatCount(totals.returning)],
    ...(average === undefined ? [] : [[t('projects.average'), average === null ? '–' : average.toFixed(1)]]),
  ];
  return (
    <dl className={classes['totals']}>
      {parts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Channels({ channels }: { readonly channels: OutputOf<'projects.overview'>['channels'] }) {
  const { t } = useTranslation();
  return (
    <Bars
      title={t('projects.byChannel')}
      axis={t('projects.channel')}
      rows={channels.map(({ messages, dialogs }) => ({ messages, dialogs }))}
      words={channels.map(({ channel }) => channel)}
      series={[
        { name: 'messages', label: t('projects.messages') },
        { name: 'dialogs', label: t('projects.dialogs') },
      ]}
    />
  );
}

/** What happened in a project, day by day. */
export function Overview({ project, span }: FiguresProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAnswer(
    'projects.overview',
    { node: project, ...span, zone: ZONE },
    { keepPrevious: true },
  );
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  const words = data.days.map((each) => day.format(Date.parse(each.day)));
  return (
    <div className={classes['figures']}>
      <Totals totals={data} />
      <Bars
        title={t('projects.messagesByDay')}
        axis={t('projects.day')}
        rows={data.days.map(({ incoming, outgoing }) => ({ incoming, outgoing }))}
        words={words}
        series={[
          { name: 'incoming', label: t('projects.incoming') },
          { name: 'outgoing', label: t('projects.outgoing') },
        ]}
        stacked
      />
      <Bars
        title={t('projects.dialogsByDay')}
        axis={t('projects.day')}
        rows={data.days.map(({ dialogs }) => ({ dialogs }))}
        words={words}
        series={[{ name: 'dialogs', label: t('projects.dialogs') }]}
      />
      <Channels channels={data.channels} />
    </div>
  );
}

function lengthWords(lengths: readonly { readonly from: number }[]): string[] {
  return lengths.map(({ from }, index) => {
    const next = lengths[index + 1]?.from;
    if (next === undefined) return `${from}+`;
    return next === from + 1 ? String(from) : `${from}–${next - 1}`;
  });
}

/** When dialogs happen and how long they are. */
export function Statistics({ project, span }: FiguresProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAnswer(
    'projects.statistics',
    { node: project, ...span, zone: ZONE },
    { keepPrevious: true },
  );
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  const both = [
    { name: 'messages', label: t('projects.messages') },
    { name: 'dialogs', label: t('projects.dialogs') },
  ];
  return (
    <div className={classes['figures']}>
      <Totals totals={data} average={data.averageLength} />
      <Bars
        title={t('projects.byHour')}
        axis={t('projects.hour')}
        rows={data.hours.map(({ messages, dialogs }) => ({ messages, dialogs }))}
        words={data.hours.map(({ hour }) => `${hour}`)}
        series={both}
      />
      <Bars
        title={t('projects.byWeekday')}
        axis={t('projects.weekday')}
        rows={data.weekdays.map(({ messages, dialogs }) => ({ messages, dialogs }))}
        words={data.weekdays.map((each) => weekday.format(SUNDAY + each.weekday * DAY))}
        series={both}
      />
      <Bars
        title={t('projects.byLength')}
        axis={t('projects.length')}
        rows={data.lengths.map(({ dialogs }) => ({ dialogs }))}
        words={lengthWords(data.lengths)}
        series={[{ name: 'dialogs', label: t('projects.dialogs') }]}
      />
      <Channels channels={data.channels} />
    </div>
  );
}
