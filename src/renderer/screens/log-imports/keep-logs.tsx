import { Button, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { fieldOf } from '#renderer/components/field-shape.ts';
import { formatBytes } from '#renderer/components/format.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import type { OperationName } from '#shared/operations/index.ts';
import classes from './log-imports.module.css';
import type { LogImport } from './log-imports-screen.tsx';

type Props = PanelFormProps<LogImport>;

const RetainNode = nodeControl('logKeeping.retain');
const EraseNode = nodeControl('clients.erase');

function useAccount(first: string | undefined, operation: OperationName) {
  const [account, setAccount] = useState<string | null>(first ?? null);
  const set = (node: unknown) => setAccount(node as string | null);
  const props = {
    field: fieldOf(operation, 'node'),
    value: account,
    onChange: set,
    onPreset: set,
    error: undefined,
    values: {},
  };
  return { account, props };
}

function Kept() {
  const { t } = useTranslation();
  const accounts = useAnswer('logKeeping.list', {}).data ?? [];
  if (accounts.length === 0) return null;
  return (
    <ul className={classes['folders']} aria-label={t('logImports.kept')}>
      {accounts.map(({ node, nodeName, months, there, bytes }) => (
        <li key={node}>
          <div>
            <strong>{nodeName}</strong>
            <span>
              {months === null ? t('logImports.keptAll') : t('logImports.keptMonths', { count: months })}
            </span>
            <span>
              {there.length === 0
                ? t('logImports.nothingThere')
                : t('logImports.there', {
                    from: there[0] ?? '',
                    to: there.at(-1) ?? '',
                    size: formatBytes(bytes),
                  })}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Says how many months of an account's log are kept; asks first, since older months go at once. */
export function KeepLogs({ node, onCancel }: Props) {
  const { t } = useTranslation();
  const { account, props } = useAccount(node, 'logKeeping.retain');
  const [months, setMonths] = useState<number | string>('');
  const start = usePendingRun((pending) => pending.start);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (account === null) return;
    const limited = typeof months === 'number';
    start({
      operation: 'logKeeping.retain',
      items: [{ label: props.field.label, input: limited ? { node: account, months } : { node: account } }],
      consequence: limited ? t('logImports.retainText', { count: months }) : t('logImports.retainAll'),
    });
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      <Kept />
      <RetainNode {...props} />
      <NumberInput
        label={fieldOf('logKeeping.retain', 'months').label}
        description={t('logImports.monthsHint')}
        value={months}
        min={1}
        max={1_200}
        onChange={setMonths}
      />
      <div className={classes['actions']}>
        <Button type="submit" disabled={account === null}>
          {t('logImports.retain')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** Erases a client from an account's log, after asking. */
export function EraseClient({ node, onCancel, onDone }: Props) {
  const { t } = useTranslation();
  const { account, props } = useAccount(node, 'clients.erase');
  const [client, setClient] = useState('');
  const start = usePendingRun((pending) => pending.start);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (account === null || client.trim() === '') return;
    start({
      operation: 'clients.erase',
      items: [{ label: client.trim(), input: { node: account, client: client.trim() } }],
      consequence: t('logImports.eraseText'),
      onDone,
    });
  };
  return (
    <form className={classes['form']} onSubmit={submit}>
      <p className={classes['quiet']}>{t('logImports.eraseHint')}</p>
      <EraseNode {...props} />
      <TextInput
        label={fieldOf('clients.erase', 'client').label}
        description={t('logImports.clientHint')}
        value={client}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setClient(event.currentTarget.value)}
      />
      <div className={classes['actions']}>
        <Button type="submit" color="red" disabled={account === null || client.trim() === ''}>
          {t('logImports.erase')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}
