import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { timeControl } from '#renderer/components/time-control.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { MACHINE_CHOICES } from '#shared/operations/broadcasts.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import type { Broadcast } from './broadcast-acts.tsx';
import classes from './broadcasts.module.css';
import { callersControl, gatewayControl, zoneControl } from './choice-controls.tsx';
import { listControl, segmentControl, versionControl } from './list-control.tsx';
import { promptControl } from './prompt-control.tsx';
import { hoursControl, keysControl, retriesControl } from './rows-controls.tsx';

type Props = PanelFormProps<Broadcast>;

const PAIRS = [
  ['listVersion', 'segment'],
  ['callsPerSecond', 'lines'],
  ['ringSeconds', 'talkSeconds'],
] as const;

function useSettings(node?: string) {
  const { t } = useTranslation();
  const hints = {
    callsPerSecond: t('broadcasts.rateHint'),
    lines: t('broadcasts.linesHint'),
    attempts: t('broadcasts.attemptsHint'),
    callerCap: t('broadcasts.callerCapHint'),
    abandonedPercent: t('broadcasts.abandonedHint'),
    machine: t('broadcasts.machineHint'),
  };
  const controls = useMemo(
    () => ({
      node: nodeControl('broadcasts.create'),
      list: listControl(node),
      listVersion: versionControl,
      segment: segmentControl,
      gateway: gatewayControl(node),
      prompt: promptControl(node),
      callers: callersControl(node),
      hours: hoursControl,
      zone: zoneControl,
      retries: retriesControl,
      keys: keysControl,
      startAt: timeControl({ hint: t('broadcasts.startHint') }),
    }),
    [node, t],
  );
  const options = {
    machine: MACHINE_CHOICES.map((value) => ({ value, label: t(`broadcasts.machines.${value}`) })),
  };
  return { hints, controls, options, pairs: PAIRS };
}

/** Makes a draft on a number list. */
export function CreateBroadcast({ node, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const settings = useSettings();
  return (
    <OperationForm
      operation="broadcasts.create"
      initial={node === undefined ? {} : { node }}
      {...settings}
      onDone={(_, values) => {
        onDone();
        toastDone(t('broadcasts.created', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

function EditForm({
  broadcast,
  onDone,
  onCancel,
  onChanged,
}: Omit<Props, 'record' | 'node'> & { readonly broadcast: OutputOf<'broadcasts.get'> }) {
  const { t } = useTranslation();
  // As the person saw it: a change meanwhile is a conflict, never overwritten unseen.
  const [seen] = useState(broadcast);
  const settings = useSettings(seen.node);
  const { id, version, gatewayId: gateway, ...others } = seen;
  const fixed = useMemo(() => ({ id, version }), [id, version]);
  return (
    <OperationForm
      operation="broadcasts.edit"
      fixed={fixed}
      initial={{ ...others, gateway }}
      {...settings}
      submitLabel={t('form.save')}
      onDone={(_, values) => {
        onDone();
        toastDone(t('broadcasts.saved', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    >
      {seen.state === 'scheduled' ? (
        <p className={classes['quiet']}>{t('broadcasts.editScheduled')}</p>
      ) : null}
    </OperationForm>
  );
}

/** Changes a broadcast that has not begun. */
export function EditBroadcast({ record, ...others }: Props) {
  const answer = useAnswer('broadcasts.get', { id: record?.id ?? '' });
  return answer.data === undefined ? <Bones /> : <EditForm broadcast={answer.data} {...others} />;
}

/** Makes a draft of the numbers that a finished broadcast did not call. */
export function CopyBroadcast({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  if (record === null) return null;
  return (
    <OperationForm
      operation="broadcasts.copy"
      fixed={{ id: record.id }}
      initial={{ name: t('broadcasts.copyName', { name: record.name }) }}
      onDone={(_, values) => {
        onDone();
        toastDone(t('broadcasts.created', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}
