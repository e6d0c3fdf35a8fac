import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '#renderer/components/format.ts';
import { ScrollBox } from '#renderer/components/scroll-box.tsx';
import classes from './projects.module.css';

/** One series of a chart: a field of its rows, in words. */
export interface Series {
  readonly name: string;
  readonly label: string;
}

interface BarsProps {
  readonly title: string;
  /** What the first column of the table is called. */
  readonly axis: string;
  readonly rows: readonly (Readonly<Record<string, number>> & { readonly at?: never })[];
  /** The words of each row, in order. */
  readonly words: readonly string[];
  readonly series: readonly Series[];
  readonly stacked?: boolean;
}

function Chart({ title, rows, words, series, stacked = false }: BarsProps) {
  return (
    <figure className={classes['chart']} aria-label={title}>
      <ul className={classes['keys']}>
        {series.map(({ name, label }, index) => (
          <li key={name}>
            <i data-series={index} aria-hidden />
            {label}
          </li>
        ))}
      </ul>
      <BarChart
        h={180}
        type={stacked ? 'stacked' : 'default'}
        data={rows.map((row, index) => ({ ...row, words: words[index] ?? '' }))}
        dataKey="words"
        series={series.map(({ name, label }, index) => ({ name, label, color: `var(--series-${index})` }))}
        tickLine="none"
        gridAxis="x"
        maxBarWidth={28}
        barProps={{ isAnimationActive: false, radius: 0 }}
        barChartProps={{ accessibilityLayer: false }}
        tooltipAnimationDuration={0}
        valueFormatter={formatCount}
        xAxisProps={{ minTickGap: 24, interval: 'preserveStartEnd' }}
        yAxisProps={{ width: 52, allowDecimals: false, interval: 0, tickCount: 4 }}
      />
    </figure>
  );
}

function Table({ title, axis, rows, words, series }: BarsProps) {
  return (
    <ScrollBox label={title} maxHeight={240}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{axis}</th>
            {series.map(({ name, label }) => (
              <th key={name} scope="col" data-end>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={words[index]}>
              <th scope="row">{words[index]}</th>
              {series.map(({ name }) => (
                <td key={name} data-end>
                  {formatCount(row[name] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Figures as bars, or as a table. */
export function Bars(props: BarsProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return (
    <section className={classes['part']} aria-label={props.title}>
      <div className={classes['partHead']}>
        <h3>{props.title}</h3>
        <SegmentedControl
          size="xs"
          aria-label={t('projects.showAs', { title: props.title })}
          value={view}
          onChange={setView}
          data={[
            { value: 'chart', label: t('projects.chart') },
            { value: 'table', label: t('projects.table') },
          ]}
        />
      </div>
      {view === 'chart' ? <Chart {...props} /> : <Table {...props} />}
    </section>
  );
}
