import { Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { subscribe } from '#renderer/client.ts';
import { EntryCard } from './entry-card.tsx';
import classes from './sign-in.module.css';

interface Step {
  readonly done: number;
  readonly total: number;
  readonly message: string;
}

/** How far long work before sign-in is (making the demo workspace); null until it says so. */
export function usePreparing(): Step | null {
  const [step, setStep] = useState<Step | null>(null);
  useEffect(
    () =>
      subscribe((event) => {
        if (event.type === 'progress') setStep(event);
      }),
    [],
  );
  return step;
}

/** Shows it, with a bar. */
export function Preparing({ step }: { readonly step: Step | null }) {
  const { t } = useTranslation();
  const percent = step === null || step.total === 0 ? 0 : (step.done / step.total) * 100;
  return (
    <EntryCard title={t('signIn.preparing')} text={t('shell.demoText')}>
      <output className={classes['preparing']}>
        <Progress value={percent} size={6} aria-label={t('signIn.preparing')} />
        <p className={classes['step']}>{step?.message ?? '…'}</p>
      </output>
    </EntryCard>
  );
}
