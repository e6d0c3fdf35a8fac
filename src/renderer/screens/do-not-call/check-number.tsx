import { Alert, Button, Select, TextInput } from '@mantine/core';
import { IconCircleCheck, IconPhoneOff } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { fieldOf } from '#renderer/components/field-shape.ts';
import { formatTime } from '#renderer/components/format.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { REGIONS } from '#renderer/components/regions.ts';
import { PhoneNumber } from '#renderer/components/values.tsx';
import type { OutputOf } from '#shared/operations/index.ts';
import type { Failure } from '#shared/reply.ts';
import classes from './do-not-call.module.css';
import type { Source } from './do-not-call-screen.tsx';

type Found = OutputOf<'doNotCall.check'>;

const NODE = fieldOf('doNotCall.check', 'node');
const AccountSelect = nodeControl('doNotCall.check');

function Answer({ found }: { readonly found: Found }) {
  const { t } = useTranslation();
  const free = found.found.length === 0;
  return (
    <Alert
      color={free ? 'green' : 'red'}
      variant="light"
      icon={free ? <IconCircleCheck size={18} /> : <IconPhoneOff size={18} />}
      title={<PhoneNumber number={found.number} />}
    >
      {free ? t('doNotCall.mayBeCalled') : null}
      {free ? null : (
        <ul className={classes['found']}>
          {found.found.map(({ name, until }) => (
            <li key={name}>
              {until === null
                ? t('doNotCall.foundIn', { name })
                : t('doNotCall.foundUntil', { name, time: formatTime(until) })}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

/** Whether a number may be called by an account, and which sources forbid it. */
export function CheckNumber({ node: here, onCancel }: PanelFormProps<Source>) {
  const { t } = useTranslation();
  const [node, setNode] = useState<string | null>(here ?? null);
  const [number, setNumber] = useState('');
  const [region, setRegion] = useState('US');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const look = async (event: FormEvent) => {
    event.preventDefault();
    setFound(null);
    setFailure(null);
    const reply = await call('doNotCall.check', { node: node ?? '', number, region });
    if (reply.ok) setFound(reply.value);
    else setFailure(reply.error);
  };
  const faultOf = (path: string) => failure?.fields?.find((fault) => fault.path === path)?.message;
  return (
    <form className={classes['form']} onSubmit={(event) => void look(event)} noValidate>
      <AccountSelect
        field={NODE}
        value={node}
        onChange={(value) => setNode(value as string | null)}
        onPreset={(value) => setNode(value as string | null)}
        error={
          failure !== null && node === null ? t('form.needChoice', { label: NODE.label }) : faultOf('node')
        }
        values={{}}
      />
      <TextInput
        label={t('doNotCall.number')}
        inputMode="tel"
        value={number}
        error={faultOf('number') ?? (failure !== null && node !== null ? failure.message : undefined)}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <Select
        label={t('doNotCall.region')}
        data={REGIONS}
        value={region}
        allowDeselect={false}
        searchable
        onChange={(value) => setRegion(value ?? 'US')}
      />
      {found === null ? null : <Answer found={found} />}
      <div className={classes['acts']}>
        <Button type="submit">{t('doNotCall.look')}</Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.close')}
        </Button>
      </div>
    </form>
  );
}
