import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { formatCount } from '#renderer/components/format.ts';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { OUTCOMES } from '#shared/operations/broadcasts.ts';
import { AttemptCharts } from './attempt-charts.tsx';
import classes from './broadcasts.module.css';
import { OverTime } from './over-time.tsx';

interface Part {
  readonly key: string;
  readonly label: string;
  readonly numbers: number;
}

function percent(numbers: number, of: number): string {
  const share = of === 0 ? 0 : (numbers / of) * 100;
  return `${share > 0 && share < 0.1 ? '< 0.1' : share.toFixed(share >= 10 ? 0 : 1)} %`;
}

/** Numbers by how they ended, as one bar; the list beneath says the same in words and figures. */
function OutcomeBar({ parts }: { readonly parts: readonly Part[] }) {
  const { t } = useTranslation();
  const all = parts.reduce((sum, { numbers }) => sum + numbers, 0);
  const tried = parts.reduce((sum, { key, numbers }) => (key === 'not-called' ? sum : sum + numbers), 0);
  return (
    <section className={classes['part']} aria-label={t('broadcasts.outcomes')}>
      <h3>{t('broadcasts.outcomes')}</h3>
      <p>{t('broadcasts.outcomesText', { count: tried })}</p>
      <div className={classes['stack']} aria-hidden>
        {parts.map(({ key, numbers }) => (
          <span key={key} data-outcome={key} style={{ flexGrow: numbers }} />
        ))}
      </div>
      <ul className={classes['legend']}>
        {parts.map(({ key, label, numbers }) => (
          <li key={key}>
            <i data-outcome={key} aria-hidden />
            <span>{label}</span>
            <b>{formatCount(numbers)}</b>
            <small>{percent(numbers, all)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How a broadcast's calls ended: by number, and by attempt over time. Follows the calling. */
export function Outcomes({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAnswer('broadcasts.outcomes', { id });
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  const numbers = new Map(data.totals.map((each) => [each.outcome, each.numbers]));
  const parts: Part[] = OUTCOMES.flatMap((key) => {
    const count = numbers.get(key) ?? 0;
    return count === 0 ? [] : [{ key, label: t(`state.${key}`), numbers: count }];
  });
  if (data.notCalled > 0) {
    parts.push({ key: 'not-called', label: t('broadcasts.notCalled'), numbers: data.notCalled });
  }
  if (data.totals.length === 0) return <p className={classes['quiet']}>{t('broadcasts.noOutcomes')}</p>;
  return (
    <>
      <OutcomeBar parts={parts} />
      <OverTime buckets={data.overTime} />
      <AttemptCharts stats={data.stats} />
    </>
  );
}
