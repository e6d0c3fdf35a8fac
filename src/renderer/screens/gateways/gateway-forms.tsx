import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { STORED_GATEWAYS } from '#shared/operations/gateways.ts';
import type { GatewaySubject } from './gateways-screen.tsx';

type Props = PanelFormProps<GatewaySubject>;

const PAIRS = [
  ['host', 'port'],
  ['callsPerSecond', 'lines'],
] as const;

function useForm() {
  const { t } = useTranslation();
  return {
    options: { kind: STORED_GATEWAYS.map((value) => ({ value, label: t(`gateways.kinds.${value}`) })) },
    hints: {
      kind: t('gateways.kindHint'),
      port: t('gateways.portHint'),
      domain: t('gateways.domainHint'),
      dialString: t('gateways.dialStringHint', { placeholder: '{number}' }),
      ownAddress: t('gateways.ownAddressHint'),
      callsPerSecond: t('gateways.rateHint'),
      lines: t('gateways.linesHint'),
    },
    pairs: PAIRS,
  };
}

/** Asks for a gateway's settings. */
export function AddGateway({ node, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const controls = useMemo(() => ({ node: nodeControl('gateways.create') }), []);
  return (
    <OperationForm
      operation="gateways.create"
      initial={node === undefined ? {} : { node }}
      controls={controls}
      {...useForm()}
      onDone={(_, values) => {
        onDone();
        toastDone(t('gateways.added', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

/** Changes a gateway; an empty password leaves the stored one. */
export function EditGateway({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const form = useForm();
  if (record === null) return null;
  const { id, version, name, kind, host, port, secure, user, domain, ca, dialString, app, ownAddress } =
    record;
  const { callsPerSecond, lines } = record;
  return (
    <OperationForm
      operation="gateways.edit"
      fixed={{ id, version, ca, app }}
      initial={{
        name,
        kind,
        host,
        port,
        secure,
        user,
        domain,
        dialString,
        ownAddress,
        callsPerSecond,
        lines,
      }}
      {...form}
      hints={{ ...form.hints, secret: t('gateways.secretHint') }}
      submitLabel={t('form.save')}
      onDone={(_, values) => {
        onDone();
        toastDone(t('gateways.saved', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}
