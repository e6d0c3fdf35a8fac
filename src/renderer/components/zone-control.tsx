import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '#renderer/texts/texts.ts';
import { type Control, type ControlProps, control } from './field-control.tsx';

/** The zone of this machine, as the IANA names it. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function zones(): string[] {
  const first = [...new Set(['UTC', ownZone()])];
  return [...first, ...Intl.supportedValuesOf('timeZone').filter((zone) => !first.includes(zone))];
}

function ZoneSelect({
  field,
  value,
  onChange,
  error,
  hint,
}: ControlProps<string> & { readonly hint: ReactNode }) {
  return (
    <Select
      label={field.optional ? t('form.optionalField', { label: field.label }) : field.label}
      name={field.name}
      description={hint}
      error={error}
      data={zones()}
      value={value === '' ? null : value}
      onChange={(zone) => onChange(zone ?? '')}
      clearable={field.optional}
      allowDeselect={field.optional}
      searchable
      limit={60}
    />
  );
}

/** A control for a time zone; UTC and this machine's own come first. */
export function zoneControl(hint: ReactNode): Control<unknown> {
  return control<string>((props) => <ZoneSelect {...props} hint={hint} />);
}
