import { Select, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '#renderer/texts/texts.ts';
import { type Control, type ControlProps, control, type Option } from './field-control.tsx';

interface TextOptions {
  readonly hint?: ReactNode;
  /** More than one: a box of so many lines. */
  readonly lines?: number;
  readonly inputMode?: 'text' | 'tel';
}

function PlainText({
  field,
  value,
  onChange,
  error,
  hint,
  lines = 1,
  inputMode,
}: ControlProps<string> & TextOptions) {
  const shared = {
    name: field.name,
    label: field.optional ? t('form.optionalField', { label: field.label }) : field.label,
    description: hint,
    error,
    required: field.required,
    withAsterisk: false,
    value: value ?? '',
    autoComplete: 'off',
    ...(inputMode === undefined ? {} : { inputMode }),
  };
  if (lines > 1) {
    return <Textarea {...shared} rows={lines} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  return <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** A form's control for text that may be read while it is typed, although the audit trail does not hold it. */
export function textControl(options: TextOptions = {}): Control<unknown> {
  return control<string>((props) => <PlainText {...props} {...options} />);
}

/** A form's control for one of many fixed values, with a search. */
export function pickControl(options: readonly Option[], hint?: ReactNode): Control<unknown> {
  return control<string | null>(({ field, value, onChange, error }) => (
    <Select
      label={field.label}
      name={field.name}
      description={hint}
      data={options.map((option) => ({ ...option }))}
      value={value}
      onChange={onChange}
      error={error}
      allowDeselect={false}
      searchable
    />
  ));
}
