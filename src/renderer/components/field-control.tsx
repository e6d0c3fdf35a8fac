import { MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '#renderer/texts/texts.ts';
import type { FieldShape } from './field-shape.ts';
import { PasswordField } from './password-field.tsx';

/** An option of a choice with its word. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

/** What every control of a form gets; a screen's own controls too. */
export interface ControlProps<V = unknown> {
  readonly field: FieldShape;
  readonly value: V;
  readonly onChange: (value: V) => void;
  /** Fills in what goes without saying (the only choice): closing the form then loses nothing. */
  readonly onPreset: (value: V) => void;
  readonly error: string | undefined;
  /** Everything entered so far. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A form's control for values of one type. */
export type Control<V> = (props: ControlProps<V>) => ReactNode;

/** Makes a control for one type of values fit a form, which knows its fields' types only by their declaration. */
export function control<V>(own: Control<V>): Control<unknown> {
  return own as Control<unknown>;
}

interface FieldControlProps extends ControlProps {
  readonly options?: readonly Option[];
  readonly hint?: ReactNode;
  /** A name or address that a password must not be. */
  readonly names: readonly string[];
}

const COMPLETE: Readonly<Record<string, string>> = {
  email: 'username',
  current: 'current-password',
  password: 'current-password',
  repeat: 'new-password',
  firstName: 'given-name',
  lastName: 'family-name',
};

function choices({ field, options }: FieldControlProps): Option[] {
  return options === undefined
    ? field.options.map((value) => ({ value, label: value }))
    : options.map((option) => ({ ...option }));
}

function shared(props: FieldControlProps) {
  const { field, error, hint } = props;
  return {
    label: field.optional ? t('form.optionalField', { label: field.label }) : field.label,
    name: field.name,
    error,
    required: field.required,
    withAsterisk: false,
    ...(hint === undefined ? {} : { description: hint }),
  };
}

function Choice(props: FieldControlProps) {
  const { value, onChange, field } = props;
  if (field.kind === 'choices') {
    return (
      <MultiSelect
        {...shared(props)}
        data={choices(props)}
        value={value as string[]}
        onChange={onChange}
        hidePickedOptions
      />
    );
  }
  return (
    <Select
      {...shared(props)}
      data={choices(props)}
      value={(value as string | null) ?? null}
      onChange={onChange}
      clearable={!field.required}
      searchable={choices(props).length > 8}
    />
  );
}

function Text(props: FieldControlProps) {
  const { field, value, onChange } = props;
  if (field.kind === 'password' || field.kind === 'new-password') {
    const isNew = field.kind === 'new-password';
    return (
      <PasswordField
        {...shared(props)}
        autoComplete={isNew ? 'new-password' : (COMPLETE[field.name] ?? 'off')}
        value={String(value)}
        onChange={onChange}
        {...(isNew ? { names: props.names } : {})}
      />
    );
  }
  return (
    <TextInput
      {...shared(props)}
      type={field.kind === 'email' ? 'email' : 'text'}
      autoComplete={COMPLETE[field.name] ?? 'off'}
      value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The control that a field's declared type asks for. */
export function FieldControl(props: FieldControlProps) {
  const { field, value, onChange, hint, error, options } = props;
  if (field.kind === 'switch') {
    return (
      <Switch
        label={field.label}
        name={field.name}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
        error={error}
        {...(hint === undefined ? {} : { description: hint })}
      />
    );
  }
  if (field.kind === 'number') {
    const { min, max } = field;
    return (
      <NumberInput
        {...shared(props)}
        value={value as number | string}
        onChange={onChange}
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
        clampBehavior="none"
      />
    );
  }
  if (field.kind === 'choice' || field.kind === 'choices' || options !== undefined)
    return <Choice {...props} />;
  return <Text {...props} />;
}
