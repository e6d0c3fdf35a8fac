import { Alert, Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationName } from '#shared/operations/index.ts';
import { ConflictView } from './conflict-view.tsx';
import { titleOf } from './declared.ts';
import { type Control, type ControlProps, FieldControl, type Option } from './field-control.tsx';
import type { FieldShape } from './field-shape.ts';
import type { Values } from './form-values.ts';
import classes from './operation-form.module.css';
import { type FormOptions, type FormState, useForm } from './use-form.ts';

type Controls = Readonly<Record<string, Control<unknown>>>;
type Hints = Readonly<Record<string, ReactNode>>;

export interface OperationFormProps<N extends OperationName> extends FormOptions<N> {
  /** A screen's own control for a field; takes the place of the one that the type asks for. */
  readonly controls?: Controls;
  /** Words for the values of a choice. */
  readonly options?: Readonly<Record<string, readonly Option[]>>;
  readonly hints?: Hints | ((values: Values) => Hints);
  /** Other labels than the declared ones, where what is entered calls for them. */
  readonly labels?: (values: Values) => Readonly<Record<string, string>>;
  /** Which fields make sense with what is entered; absent: all. What is not shown is sent as it stands. */
  readonly shown?: (name: string, values: Values) => boolean;
  /** Fields that stand side by side, as pairs of names. */
  readonly pairs?: readonly (readonly [string, string])[];
  readonly submitLabel?: string;
  readonly onCancel?: () => void;
  /** Told when the form begins or ceases to hold something unsaved. */
  readonly onChanged?: (changed: boolean) => void;
  /** Names that a new password must not be, besides those entered in this form. */
  readonly names?: readonly string[];
  /** Stands above the fields. */
  readonly children?: ReactNode;
}

const NAMING = ['firstName', 'lastName', 'email'];

function Field<N extends OperationName>(props: {
  readonly form: FormState;
  readonly of: FieldShape;
  readonly options: OperationFormProps<N>;
}) {
  const { form, of: field, options } = props;
  const Custom = options.controls?.[field.name];
  const label = options.labels?.(form.values)[field.name] ?? field.label;
  const common: ControlProps = {
    field: { ...field, label },
    value: form.values[field.name],
    onChange: (value) => form.set(field.name, value),
    onPreset: (value) => form.preset(field.name, value),
    error: form.faultOf(field.name),
    values: form.values,
  };
  const words = options.options?.[field.name];
  const { hints } = options;
  const hint = (typeof hints === 'function' ? hints(form.values) : hints)?.[field.name];
  const entered = NAMING.map((name) => form.values[name]).filter((name) => typeof name === 'string');
  return (
    <div className={classes['field']} data-field={field.name} onBlur={() => form.leave(field.name)}>
      {Custom === undefined ? (
        <FieldControl
          {...common}
          {...(words === undefined ? {} : { options: words })}
          {...(hint === undefined ? {} : { hint })}
          names={[...entered, ...(options.names ?? [])]}
        />
      ) : (
        <Custom {...common} />
      )}
    </div>
  );
}

function Fields<N extends OperationName>({
  form,
  options,
}: {
  readonly form: FormState;
  readonly options: OperationFormProps<N>;
}) {
  const second = new Set((options.pairs ?? []).map((pair) => pair[1]));
  const shown = form.fields.filter(({ name }) => options.shown?.(name, form.values) ?? true);
  return shown
    .filter(({ name }) => !second.has(name))
    .map((field) => {
      const pair = options.pairs?.find(([first]) => first === field.name);
      const partner = shown.find(({ name }) => name === pair?.[1]);
      if (partner === undefined) return <Field key={field.name} form={form} of={field} options={options} />;
      return (
        <div key={field.name} className={classes['pair']}>
          <Field form={form} of={field} options={options} />
          <Field form={form} of={partner} options={options} />
        </div>
      );
    });
}

function Refusal({ message }: { readonly message: string }) {
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertCircle size={18} />}
      className={classes['refusal'] ?? ''}
    >
      {message}
    </Alert>
  );
}

function focusFirstFault(element: HTMLFormElement | null): void {
  const invalid = element?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error]');
  invalid?.focus();
}

/**
 * A form over an operation's declared input: a field for each labelled input that is not fixed, messages by field from
 * the declaration and from the service, and both sides of a conflict.
 */
export function OperationForm<N extends OperationName>(props: OperationFormProps<N>) {
  const { t } = useTranslation();
  const form = useForm(props);
  const element = useRef<HTMLFormElement>(null);
  const { onChanged } = props;
  useEffect(() => onChanged?.(form.changed), [onChanged, form.changed]);
  const send = async (changes?: Readonly<Record<string, unknown>>) => {
    if (!(await form.submit(changes))) requestAnimationFrame(() => focusFirstFault(element.current));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const { failure } = form;
  const conflict = failure?.code === 'conflict' && failure.theirs !== undefined ? failure : null;
  const general = form.faultOf('');
  return (
    <form ref={element} className={classes['form']} onSubmit={onSubmit} noValidate>
      {props.children}
      <Fields form={form} options={props} />
      {conflict === null ? null : (
        <ConflictView
          fields={form.fields}
          yours={form.values}
          theirs={conflict.theirs ?? {}}
          onResolve={(chosen) => {
            for (const [name, value] of Object.entries(chosen)) form.set(name, value);
            void send({ ...chosen, version: conflict.theirs?.['version'] });
          }}
          onDiscard={() => props.onCancel?.()}
        />
      )}
      {failure !== null && conflict === null ? <Refusal message={failure.message} /> : null}
      {failure === null && general !== undefined ? <Refusal message={general} /> : null}
      {conflict !== null ? null : (
        <div className={classes['actions']}>
          <Button type="submit" loading={form.busy}>
            {props.submitLabel ?? titleOf(props.operation)}
          </Button>
          {props.onCancel === undefined ? null : (
            <Button variant="default" onClick={props.onCancel}>
              {t('form.cancel')}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
