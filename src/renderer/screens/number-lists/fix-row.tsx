import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { toastDone } from '#renderer/components/toast.tsx';
import type { Failure } from '#shared/reply.ts';
import type { Problem } from './import-report.tsx';
import classes from './number-lists.module.css';

interface FixRowProps {
  readonly list: string;
  readonly version: number;
  readonly problem: Problem;
  readonly onDone: () => void;
}

/** Mends one refused row: what its cell should have been. Everything else of the row comes along as the file had it. */
export function FixRow({ list, version, problem, onDone }: FixRowProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState(problem.value);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (accept: boolean) => {
    setBusy(true);
    const asked = { id: list, version };
    const reply = accept
      ? await call('numberLists.acceptRows', { ...asked, problems: [problem.seq] })
      : await call('numberLists.fixRow', { ...asked, problem: problem.seq, value });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    toastDone(t('numberLists.fixed', { row: problem.row }));
    onDone();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send(false);
  };
  return (
    <form
      className={classes['fix']}
      onSubmit={onSubmit}
      noValidate
      aria-label={t('numberLists.fixTitle', { row: problem.row })}
    >
      <TextInput
        label={t('numberLists.fixLabel', { row: problem.row, column: problem.column })}
        description={`${problem.reason} ${problem.suggestion}`}
        value={value}
        error={failure === null ? undefined : (failure.fields?.[0]?.message ?? failure.message)}
        onChange={(event) => {
          setValue(event.currentTarget.value);
          setFailure(null);
        }}
        data-autofocus
      />
      <div className={classes['acts']}>
        <Button type="submit" loading={busy}>
          {t('numberLists.fix')}
        </Button>
        {problem.cause === 'doubtful' ? (
          <Button variant="default" onClick={() => void send(true)} disabled={busy}>
            {t('numberLists.acceptRow')}
          </Button>
        ) : null}
        <Button variant="default" onClick={onDone}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}
