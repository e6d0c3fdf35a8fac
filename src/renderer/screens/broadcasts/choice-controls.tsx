import { MultiSelect, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { type Control, type ControlProps, control } from '#renderer/components/field-control.tsx';

interface AtNode {
  readonly node: string | undefined;
}

/** The account of a form: fixed, or the one that is chosen in it. */
export function accountOf(values: Readonly<Record<string, unknown>>, fixed?: string): string | undefined {
  const chosen = values['node'];
  return fixed ?? (typeof chosen === 'string' && chosen !== '' ? chosen : undefined);
}

function GatewaySelect({ field, value, onChange, error, node }: ControlProps<string | null> & AtNode) {
  const { t } = useTranslation();
  const answer = useAnswer('gateways.choices', { node: node ?? '' }, { enabled: node !== undefined });
  const stored = (answer.data ?? []).map(({ id, name, kind, checkFault }) => ({
    value: id,
    label: checkFault === null ? t(`gateways.option.${kind}`, { name }) : t('gateways.optionFault', { name }),
  }));
  return (
    <Select
      label={field.label}
      name={field.name}
      description={t('broadcasts.gatewayHint')}
      data={[{ value: '', label: t('broadcasts.practiceGateway') }, ...stored]}
      value={value ?? ''}
      onChange={(chosen) => onChange(chosen === '' ? null : chosen)}
      error={error}
      allowDeselect={false}
    />
  );
}

function CallerSelect({ field, value, onChange, error, node }: ControlProps<string[]> & AtNode) {
  const { t } = useTranslation();
  const answer = useAnswer('callerIds.choices', { node: node ?? '' }, { enabled: node !== undefined });
  return (
    <MultiSelect
      label={t('form.optionalField', { label: field.label })}
      name={field.name}
      description={t('broadcasts.callersHint')}
      data={(answer.data ?? []).map(({ id, number, name, verified }) => ({
        value: id,
        label: verified ? `${number} ${name}` : t('broadcasts.callerNotVerified', { number, name }),
        disabled: !verified,
      }))}
      value={value}
      onChange={onChange}
      error={error}
      hidePickedOptions
    />
  );
}

const zones = Intl.supportedValuesOf('timeZone');

function ZoneSelect({ field, value, onChange, error }: ControlProps<string | null>) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('form.optionalField', { label: field.label })}
      name={field.name}
      description={t('broadcasts.zoneHint')}
      data={zones}
      value={value === '' ? null : value}
      onChange={onChange}
      error={error}
      searchable
      clearable
    />
  );
}

/** A control for a broadcast's gateway, among those of its account. */
export function gatewayControl(fixed?: string): Control<unknown> {
  return control<string | null>((props) => (
    <GatewaySelect {...props} node={accountOf(props.values, fixed)} />
  ));
}

/** A control for the numbers that callees see: verified ones of the account. */
export function callersControl(fixed?: string): Control<unknown> {
  return control<string[]>((props) => <CallerSelect {...props} node={accountOf(props.values, fixed)} />);
}

/** A control for an IANA time zone. */
export const zoneControl: Control<unknown> = control<string | null>((props) => <ZoneSelect {...props} />);
