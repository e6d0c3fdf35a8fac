import { BarChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { formatCount } from '#renderer/components/format.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './broadcasts.module.css';

type Stat = OutputOf<'broadcasts.outcomes'>['stats'][number];
type Row = Readonly<Record<string, string | number>>;

const SERIES = ['answered', 'busy', 'noAnswer', 'other'] as const;
const HOURS = 24;

function seriesOf(outcome: Stat['outcome']): (typeof SERIES)[number] {
  if (outcome === 'answered' || outcome === 'busy') return outcome;
  return outcome === 'no-answer' ? 'noAnswer' : 'other';
}

/** Attempts of one kind as rows of a chart, in order of their bucket. */
function rowsOf(stats: readonly Stat[], label: (bucket: string) => string): Row[] {
  const rows = new Map<string, Record<string, string | number>>();
  for (const { bucket, outcome, attempts } of stats) {
    const row = rows.get(bucket) ?? { bucket: label(bucket), answered: 0, busy: 0, noAnswer: 0, other: 0 };
    const name = seriesOf(outcome);
    row[name] = Number(row[name]) + attempts;
    rows.set(bucket, row);
  }
  return [...rows].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, row]) => row);
}

/** How many of an hour's attempts were answered, in percent. */
function ratesOf(stats: readonly Stat[]): Row[] {
  return Array.from({ length: HOURS }, (_, hour) => {
    const own = stats.filter(({ bucket }) => Number(bucket) === hour);
    const all = own.reduce((sum, { attempts }) => sum + attempts, 0);
    const answered = own.reduce(
      (sum, { outcome, attempts }) => sum + (outcome === 'answered' ? attempts : 0),
      0,
    );
    return { bucket: `${hour}:00`, rate: all === 0 ? 0 : Math.round((answered / all) * 100), all };
  }).filter(({ all }) => all > 0);
}

interface SmallChartProps {
  readonly title: string;
  readonly text: string;
  readonly rows: readonly Row[];
  readonly series: readonly { readonly name: string; readonly label: string; readonly color: string }[];
  readonly unit?: string;
}

/** A chart with the same figures as a table for who can't see it. */
function SmallChart({ title, text, rows, series, unit = '' }: SmallChartProps) {
  if (rows.length === 0) return null;
  return (
    <section className={classes['part']} aria-label={title}>
      <h3>{title}</h3>
      <p>{text}</p>
      <figure className={classes['chart']} aria-hidden>
        <BarChart
          h={140}
          type="stacked"
          data={rows.map((row) => ({ ...row }))}
          dataKey="bucket"
          series={series.map((each) => ({ ...each }))}
          tickLine="none"
          gridAxis="x"
          maxBarWidth={28}
          barProps={{ isAnimationActive: false, radius: 0 }}
          barChartProps={{ accessibilityLayer: false }}
          tooltipAnimationDuration={0}
          valueFormatter={(value) => `${formatCount(value)}${unit}`}
          yAxisProps={{ width: 44, allowDecimals: false, tickCount: 4 }}
        />
      </figure>
      <table className={classes['heard']}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {series.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row['bucket']}>
              <th scope="row">{row['bucket']}</th>
              {series.map(({ name }) => (
                <td key={name}>{`${row[name] ?? 0}${unit}`}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Attempts by their number, by the callee's hour, by seconds of ringing and talking, and keys. */
export function AttemptCharts({ stats }: { readonly stats: readonly Stat[] }) {
  const { t } = useTranslation();
  const of = (kind: Stat['kind']) => stats.filter((stat) => stat.kind === kind);
  const outcomes = SERIES.map((name) => ({
    name,
    label: t(`broadcasts.${name}`),
    color: `var(--outcome-${name})`,
  }));
  const answered = [{ name: 'answered', label: t('broadcasts.answered'), color: 'var(--outcome-answered)' }];
  const seconds = (bucket: string) => t('broadcasts.seconds', { from: bucket });
  return (
    <>
      <SmallChart
        title={t('broadcasts.byTry')}
        text={t('broadcasts.byTryText')}
        rows={rowsOf(of('try'), (bucket) => bucket)}
        series={outcomes}
      />
      <SmallChart
        title={t('broadcasts.byHour')}
        text={t('broadcasts.byHourText')}
        rows={ratesOf(of('hour'))}
        series={[{ name: 'rate', label: t('broadcasts.answerRate'), color: 'var(--outcome-answered)' }]}
        unit=" %"
      />
      <SmallChart
        title={t('broadcasts.byRing')}
        text={t('broadcasts.byRingText')}
        rows={rowsOf(of('ring'), seconds)}
        series={outcomes}
      />
      <SmallChart
        title={t('broadcasts.byTalk')}
        text={t('broadcasts.byTalkText')}
        rows={rowsOf(of('talk'), seconds)}
        series={answered}
      />
      <SmallChart
        title={t('broadcasts.byKey')}
        text={t('broadcasts.byKeyText')}
        rows={rowsOf(of('key'), (bucket) => bucket)}
        series={answered}
      />
    </>
  );
}
