import { useMemo, useState } from 'react';
import { call } from '#renderer/client.ts';
import type { OperationName, OutputOf } from '#shared/operations/index.ts';
import type { Failure } from '#shared/reply.ts';
import { type FieldShape, fieldNames, fieldOf } from './field-shape.ts';
import { type Faults, faultsFromService, faultsOf, type Values, withoutBlanks } from './form-values.ts';

export interface FormOptions<N extends OperationName> {
  readonly operation: N;
  /** Sent as they are and not shown: ids, version, scope. */
  readonly fixed?: Values;
  /** What the fields start with; absent: the declared default. */
  readonly initial?: Values;
  /** Fields left out of the form and of what is sent. */
  readonly omit?: readonly string[];
  readonly onDone: (output: OutputOf<N>, values: Values) => void;
}

export interface FormState {
  readonly fields: readonly FieldShape[];
  readonly values: Values;
  readonly busy: boolean;
  /** The service's last refusal that concerns no single field. */
  readonly failure: Failure | null;
  readonly changed: boolean;
  readonly faultOf: (name: string) => string | undefined;
  readonly set: (name: string, value: unknown) => void;
  /** Sets a value that counts as the one the form began with. */
  readonly preset: (name: string, value: unknown) => void;
  readonly leave: (name: string) => void;
  readonly submit: (changes?: Values) => Promise<boolean>;
}

const SHOWN_BY_FIELD: ReadonlySet<string> = new Set(['invalid-input']);

function startValues(fields: readonly FieldShape[], initial: Values): Values {
  return Object.fromEntries(fields.map((field) => [field.name, initial[field.name] ?? field.initial]));
}

/** The state of a form over an operation's declared input. Faults of a field show once it was left or sent. */
export function useForm<N extends OperationName>(options: FormOptions<N>): FormState {
  const { operation, fixed = {}, initial = {}, omit = [], onDone } = options;
  const hidden = [...Object.keys(fixed), ...omit].join();
  const fields = useMemo(() => {
    const left = new Set(hidden.split(','));
    const names = fieldNames(operation).filter((name) => !left.has(name));
    return names.map((name) => fieldOf(operation, name)).filter(({ name, label }) => name !== label);
  }, [operation, hidden]);
  const [start, setStart] = useState(() => startValues(fields, initial));
  const [values, setValues] = useState(start);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [served, setServed] = useState<Faults>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const faults = faultsOf(operation, { ...fixed, ...values }, fields);

  const submit = async (changes: Values = {}): Promise<boolean> => {
    const sent = { ...fixed, ...values, ...changes };
    setLeft(new Set(fields.map(({ name }) => name)));
    if (Object.keys(faultsOf(operation, sent, fields)).length > 0) return false;
    setBusy(true);
    const reply = await call(operation, withoutBlanks(sent, fields) as never);
    setBusy(false);
    if (reply.ok) {
      onDone(reply.value, sent);
      return true;
    }
    const byField = faultsFromService(reply.error.fields ?? [], fields);
    setServed(byField);
    const told = SHOWN_BY_FIELD.has(reply.error.code) && Object.keys(byField).some((name) => name !== '');
    setFailure(told ? null : reply.error);
    return false;
  };

  return {
    fields,
    values,
    busy,
    failure,
    changed: fields.some(({ name }) => values[name] !== start[name]),
    faultOf: (name) => served[name] ?? (left.has(name) ? faults[name] : undefined),
    set: (name, value) => {
      setValues((now) => ({ ...now, [name]: value }));
      setServed((now) => Object.fromEntries(Object.entries(now).filter(([key]) => key !== name)));
    },
    preset: (name, value) => {
      setStart((now) => ({ ...now, [name]: value }));
      setValues((now) => ({ ...now, [name]: value }));
    },
    leave: (name) => setLeft((now) => new Set(now).add(name)),
    submit,
  };
}
