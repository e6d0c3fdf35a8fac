import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '#renderer/components/format.ts';
import { ScrollBox } from '#renderer/components/scroll-box.tsx';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './broadcasts.module.css';

type Bucket = OutputOf<'broadcasts.outcomes'>['overTime'][number];

const SERIES = ['answered', 'busy', 'noAnswer', 'other'] as const;
const DAY = 86_400_000;

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const exactClock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const dated = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

/** Words for the buckets' times: with seconds where buckets are that short, with the day where it matters. */
function timeWords(buckets: readonly Bucket[]): (at: number) => string {
  const [first, second] = buckets;
  const last = buckets.at(-1);
  if (first !== undefined && last !== undefined && last.at - first.at >= DAY) return (at) => dated.format(at);
  const short = first !== undefined && second !== undefined && second.at - first.at < 60_000;
  return short ? (at) => exactClock.format(at) : (at) => clock.format(at);
}

function Chart({ buckets }: { readonly buckets: readonly Bucket[] }) {
  const { t } = useTranslation();
  const words = timeWords(buckets);
  const series = SERIES.map((name) => ({
    name,
    label: t(`broadcasts.${name}`),
    color: `var(--outcome-${name})`,
  }));
  return (
    <figure className={classes['chart']} aria-label={t('broadcasts.overTimeText')}>
      <ul className={classes['keys']}>
        {series.map(({ name, label }) => (
          <li key={name}>
            <i data-outcome={name} aria-hidden />
            {label}
          </li>
        ))}
      </ul>
      <BarChart
        h={180}
        type="stacked"
        data={buckets.map((bucket) => ({ ...bucket, time: words(bucket.at) }))}
        dataKey="time"
        series={series}
        tickLine="none"
        gridAxis="x"
        maxBarWidth={28}
        barProps={{ isAnimationActive: false, radius: 0 }}
        barChartProps={{ accessibilityLayer: false }}
        tooltipAnimationDuration={0}
        valueFormatter={formatCount}
        xAxisProps={{ minTickGap: 32, interval: 'preserveStartEnd' }}
        yAxisProps={{ width: 44, allowDecimals: false, interval: 0, tickCount: 4 }}
      />
    </figure>
  );
}

function Table({ buckets }: { readonly buckets: readonly Bucket[] }) {
  const { t } = useTranslation();
  const words = timeWords(buckets);
  return (
    <ScrollBox label={t('broadcasts.overTimeText')} maxHeight={240}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t('broadcasts.time')}</th>
            {SERIES.map((name) => (
              <th key={name} scope="col" data-end>
                {t(`broadcasts.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {buckets.map((bucket) => (
            <tr key={bucket.at}>
              <th scope="row">{words(bucket.at)}</th>
              {SERIES.map((name) => (
                <td key={name} data-end>
                  {formatCount(bucket[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Attempts over the time of calling by how they ended, as a chart or as a table. */
export function OverTime({ buckets }: { readonly buckets: readonly Bucket[] }) {
  const { t } = useTranslation();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  if (buckets.length === 0) return null;
  return (
    <section className={classes['part']} aria-label={t('broadcasts.overTime')}>
      <div className={classes['partHead']}>
        <h3>{t('broadcasts.overTime')}</h3>
        <SegmentedControl
          size="xs"
          aria-label={t('broadcasts.showAs')}
          value={view}
          onChange={setView}
          data={[
            { value: 'chart', label: t('broadcasts.chart') },
            { value: 'table', label: t('broadcasts.table') },
          ]}
        />
      </div>
      {view === 'chart' ? <Chart buckets={buckets} /> : <Table buckets={buckets} />}
    </section>
  );
}
