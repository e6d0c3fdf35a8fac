import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { REGIONS } from '#renderer/components/regions.ts';
import { pickControl, textControl } from '#renderer/components/text-control.tsx';
import { timeControl } from '#renderer/components/time-control.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import type { Source } from './do-not-call-screen.tsx';

type Props = PanelFormProps<Source>;

/** A source for an account: its own, a national file, or a customer's list. */
export function AddSource({ node, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const controls = useMemo(() => ({ node: nodeControl('doNotCall.create') }), []);
  const kinds = (['own', 'national', 'customer'] as const).map((value) => ({
    value,
    label: t(`doNotCall.kind-${value}`),
  }));
  return (
    <OperationForm
      operation="doNotCall.create"
      initial={node === undefined ? {} : { node }}
      controls={controls}
      options={{ kind: kinds }}
      hints={{ freshDays: t('doNotCall.freshHint'), kind: t('doNotCall.kindHint') }}
      onDone={(_, values) => {
        onDone();
        toastDone(t('doNotCall.created', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

/** Name and renewal of a source. */
export function EditSource({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const [seen] = useState(record);
  if (seen === null) return null;
  return (
    <OperationForm
      operation="doNotCall.edit"
      fixed={{ id: seen.id, version: seen.version }}
      initial={{ name: seen.name, freshDays: seen.freshDays ?? '' }}
      hints={{ freshDays: t('doNotCall.freshHint') }}
      submitLabel={t('form.save')}
      onDone={(_, values) => {
        onDone();
        toastDone(t('doNotCall.saved', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

/** Enters numbers into a source, for good or until a time. */
export function AddNumbers({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const controls = useMemo(
    () => ({
      numbers: textControl({ lines: 5, hint: t('doNotCall.numbersHint'), inputMode: 'tel' }),
      region: pickControl(REGIONS),
      until: timeControl({ hint: t('doNotCall.untilHint') }),
    }),
    [t],
  );
  if (record === null) return null;
  return (
    <OperationForm
      operation="doNotCall.add"
      fixed={{ id: record.id }}
      controls={controls}
      onDone={({ added, known }) => {
        onDone();
        toastDone(t('doNotCall.added', { count: added, known }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}
