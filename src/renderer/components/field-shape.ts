import { PASSWORD_MIN } from '#shared/operations/fields.ts';
import type { OperationName } from '#shared/operations/index.ts';
import { declared } from './declared.ts';

export type FieldKind =
  | 'text'
  | 'email'
  | 'password'
  | 'new-password'
  | 'switch'
  | 'choice'
  | 'choices'
  | 'number'
  | 'id'
  | 'other';

/** What control a field gets and what it starts with; read from the declared input. */
export interface FieldShape {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  /** May be left empty, and nothing is put in its place. */
  readonly optional: boolean;
  readonly options: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly initial: unknown;
}

/** The part of zod's definitions that a form reads. */
interface Schema {
  readonly def: {
    readonly type: string;
    readonly innerType?: Schema;
    readonly element?: Schema;
    readonly defaultValue?: unknown;
    readonly entries?: Readonly<Record<string, string>>;
    readonly format?: string;
  };
  readonly minLength?: number | null;
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
  meta(): { readonly label?: string } | undefined;
}

interface Unwrapped {
  readonly core: Schema;
  readonly label: string | undefined;
  readonly required: boolean;
  readonly initial: unknown;
}

function unwrap(schema: Schema): Unwrapped {
  let core = schema;
  let label = schema.meta()?.label;
  let required = true;
  let initial: unknown;
  while (core.def.innerType !== undefined) {
    required = false;
    if (core.def.type === 'default') initial = core.def.defaultValue;
    core = core.def.innerType;
    label ??= core.meta()?.label;
  }
  return { core, label, required, initial };
}

function kindOf(core: Schema, secret: boolean): FieldKind {
  const { type, format, element } = core.def;
  if (type === 'string' && secret) return core.minLength === PASSWORD_MIN ? 'new-password' : 'password';
  if (type === 'string' && format === 'email') return 'email';
  if (type === 'string' && format === 'uuid') return 'id';
  if (type === 'string') return 'text';
  if (type === 'boolean') return 'switch';
  if (type === 'enum') return 'choice';
  if (type === 'number') return 'number';
  if (type === 'array' && element?.def.type === 'enum') return 'choices';
  return 'other';
}

const EMPTY: Readonly<Record<FieldKind, unknown>> = {
  text: '',
  email: '',
  password: '',
  'new-password': '',
  switch: false,
  choice: null,
  choices: [],
  number: '',
  id: null,
  other: undefined,
};

function limits(core: Schema): { min?: number; max?: number } {
  if (core.def.type !== 'number') return {};
  const { minValue, maxValue } = core;
  return {
    ...(typeof minValue === 'number' && Number.isFinite(minValue) ? { min: minValue } : {}),
    ...(typeof maxValue === 'number' && Number.isFinite(maxValue) ? { max: maxValue } : {}),
  };
}

/** One field of an operation's input. */
export function fieldOf(operation: OperationName, name: string): FieldShape {
  const { input, redact } = declared(operation);
  const { core, label, required, initial } = unwrap(input.shape[name]);
  const kind = kindOf(core, redact?.includes(name) ?? false);
  const entries = kind === 'choices' ? core.def.element?.def.entries : core.def.entries;
  return {
    name,
    label: label ?? name,
    optional: !required && initial === undefined && kind !== 'switch',
    kind,
    required,
    options: entries === undefined ? [] : Object.values(entries),
    ...limits(core),
    initial: initial ?? (core.def.type === 'array' ? [] : EMPTY[kind]),
  };
}

/** The names of all fields of an operation's input, as declared. */
export function fieldNames(operation: OperationName): readonly string[] {
  return Object.keys(declared(operation).input.shape);
}
