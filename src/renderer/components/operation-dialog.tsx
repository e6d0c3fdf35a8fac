import { Button, Modal, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { type Run, usePendingRun } from '#renderer/state/pending-run.ts';
import type { Failure } from '#shared/reply.ts';
import { declared, titleOf } from './declared.ts';
import classes from './operation-dialog.module.css';
import { toastFailure } from './toast.tsx';

const NAMED = 5;

interface Refused {
  readonly label: string;
  readonly failure: Failure;
}

/** Runs the items one after another; each is decided by itself. */
async function carryOut(run: Run, progress: (done: number) => void): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  const outputs: unknown[] = [];
  for (const [index, item] of run.items.entries()) {
    const reply = await call(run.operation, item.input as never);
    outputs.push(reply.ok ? reply.value : null);
    if (!reply.ok) refused.push({ label: item.label, failure: reply.error });
    progress(index + 1);
  }
  if (refused.length < run.items.length) run.onDone?.(outputs);
  return refused;
}

function Names({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const more = run.items.length - NAMED;
  return (
    <>
      <p className={classes['count']}>{t('form.confirmCount', { count: run.items.length })}</p>
      <ul className={classes['names']}>
        {run.items.slice(0, NAMED).map((item) => (
          <li key={JSON.stringify(item.input)}>{item.label}</li>
        ))}
        {more > 0 ? <li className={classes['more']}>{t('form.andMore', { count: more })}</li> : null}
      </ul>
    </>
  );
}

function RefusedItems({ refused, total }: { readonly refused: readonly Refused[]; readonly total: number }) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      {total === 1 ? null : <p>{t('form.someRefused', { count: refused.length, total })}</p>}
      <ul className={classes['refused']}>
        {refused.map(({ label, failure }) => (
          <li key={label}>
            <strong>{label}</strong>
            <span>{failure.message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function DialogBody({ run, close }: { readonly run: Run; readonly close: () => void }) {
  const { t } = useTranslation();
  const [done, setDone] = useState<number | null>(null);
  const [refused, setRefused] = useState<readonly Refused[] | null>(null);
  const total = run.items.length;
  const go = async () => {
    setDone(0);
    const failed = await carryOut(run, setDone);
    if (failed.length === 0) close();
    else setRefused(failed);
  };
  if (refused !== null) {
    return (
      <>
        <RefusedItems refused={refused} total={total} />
        <div className={classes['actions']}>
          <Button variant="default" onClick={close} data-autofocus>
            {t('form.close')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      {run.consequence === undefined ? null : <p className={classes['consequence']}>{run.consequence}</p>}
      {run.details === undefined ? null : <div className={classes['details']}>{run.details}</div>}
      <Names run={run} />
      {done !== null && total > 1 ? (
        <Progress value={(done / total) * 100} aria-label={t('form.progressCount', { done, total })} />
      ) : null}
      <div className={classes['actions']}>
        <Button variant="default" onClick={close} disabled={done !== null} data-autofocus>
          {t('form.cancel')}
        </Button>
        <Button color="red" onClick={() => void go()} loading={done !== null}>
          {titleOf(run.operation)}
        </Button>
      </div>
    </>
  );
}

/** What came of a run that was not asked about first. */
interface Ended {
  readonly run: Run;
  readonly refused: readonly Refused[];
}

/** One refusal is a word in passing; what was refused of many is listed, item by item. */
async function runAtOnce(run: Run, show: (ended: Ended) => void): Promise<void> {
  const refused = await carryOut(run, () => undefined);
  if (refused.length > 0 && run.items.length > 1) show({ run, refused });
  else for (const { failure } of refused) toastFailure(failure);
}

/** Asks before a dangerous operation, naming what will happen to how many; runs the others at once. */
export function OperationDialog() {
  const { t } = useTranslation();
  const { run, end } = usePendingRun();
  const [ended, setEnded] = useState<Ended | null>(null);
  const asks = run !== null && declared(run.operation).danger === true;
  useEffect(() => {
    if (run === null || asks) return;
    end();
    void runAtOnce(run, setEnded);
  }, [run, asks, end]);
  const close = () => {
    end();
    setEnded(null);
  };
  const shown = asks ? run : (ended?.run ?? null);
  return (
    <Modal
      opened={shown !== null}
      onClose={close}
      title={shown === null ? '' : titleOf(shown.operation)}
      size={440}
    >
      {asks ? <DialogBody run={run} close={close} /> : null}
      {asks || ended === null ? null : (
        <>
          <RefusedItems refused={ended.refused} total={ended.run.items.length} />
          <div className={classes['actions']}>
            <Button variant="default" onClick={close} data-autofocus>
              {t('form.close')}
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
}
