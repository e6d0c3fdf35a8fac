import { Button, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '#renderer/components/field-shape.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { REGIONS } from '#renderer/components/regions.ts';
import { toastDone } from '#renderer/components/toast.tsx';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './import-panel.module.css';
import type { NumberList } from './number-lists-screen.tsx';

const NODE = fieldOf('numberLists.erase', 'node');
const AccountSelect = nodeControl('numberLists.erase');

/** Erases a person's number from every list and broadcast of an account; it stays uncalled. */
export function EraseNumber({ node: here, onDone, onCancel, onChanged }: PanelFormProps<NumberList>) {
  const { t } = useTranslation();
  const start = usePendingRun((pending) => pending.start);
  const [node, setNode] = useState<string | null>(here ?? null);
  const [number, setNumber] = useState('');
  const [region, setRegion] = useState('US');
  const [asked, setAsked] = useState(false);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (node === null || number.trim() === '') return;
    start({
      operation: 'numberLists.erase',
      items: [{ label: number, input: { node, number, region } }],
      consequence: t('numberLists.eraseText'),
      onDone: (outputs) => {
        const { entries, lists, broadcasts } = outputs[0] as OutputOf<'numberLists.erase'>;
        onChanged(false);
        onDone();
        toastDone(t('numberLists.erased', { entries, lists, broadcasts }));
      },
    });
  };
  return (
    <form className={classes['form']} onSubmit={onSubmit} noValidate>
      <p className={classes['quiet']}>{t('numberLists.eraseHint')}</p>
      <AccountSelect
        field={NODE}
        value={node}
        onChange={(value) => setNode(value as string | null)}
        onPreset={(value) => setNode(value as string | null)}
        error={asked && node === null ? t('form.needChoice', { label: NODE.label }) : undefined}
        values={{}}
      />
      <TextInput
        label={t('numberLists.number')}
        inputMode="tel"
        value={number}
        error={
          asked && number.trim() === '' ? t('form.needText', { label: t('numberLists.number') }) : undefined
        }
        onChange={(event) => {
          setNumber(event.currentTarget.value);
          onChanged(event.currentTarget.value !== '');
        }}
      />
      <Select
        label={t('numberLists.region')}
        data={REGIONS}
        value={region}
        allowDeselect={false}
        searchable
        onChange={(value) => setRegion(value ?? 'US')}
      />
      <div className={classes['actions']}>
        <Button type="submit" color="red">
          {t('numberLists.erase')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}
