import { t } from '#renderer/texts/texts.ts';
import type { OperationName } from '#shared/operations/index.ts';
import type { FieldFault } from '#shared/reply.ts';
import { declared } from './declared.ts';
import type { FieldShape } from './field-shape.ts';

export type Values = Readonly<Record<string, unknown>>;
/** Messages by field name; '' holds what concerns the whole form. */
export type Faults = Readonly<Record<string, string>>;

/** Controls hold '' or null for nothing; the operation takes an absent field. */
export function withoutBlanks(values: Values, fields: readonly FieldShape[]): Values {
  const sent: Record<string, unknown> = { ...values };
  for (const { name, required } of fields) {
    const value = sent[name];
    if (value === null || value === undefined || (value === '' && !required)) delete sent[name];
  }
  return sent;
}

interface Issue {
  readonly code?: string | undefined;
  readonly input?: unknown;
  readonly expected?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly origin?: string | undefined;
  readonly path?: readonly PropertyKey[] | undefined;
}

function limitWords(issue: Issue): string | undefined {
  const limit = String(issue.minimum ?? issue.maximum);
  const text = issue.origin === 'string';
  if (issue.code === 'too_small') return text ? t('form.tooShort', { limit }) : t('form.tooSmall', { limit });
  if (issue.code === 'too_big') return text ? t('form.tooLong', { limit }) : t('form.tooLarge', { limit });
  return undefined;
}

/** A sentence for a zod issue whose schema has none of its own. */
function words(issue: Issue, fields: readonly FieldShape[]): string {
  const field = fields.find(({ name }) => name === issue.path?.[0]);
  const label = field?.label ?? '';
  const blank = issue.input === undefined || issue.input === null || issue.input === '';
  if (field?.kind === 'number') {
    if (issue.expected === 'int') return t('form.wholeNumber');
    if (issue.code === 'invalid_type') return t('form.needNumber');
  }
  if (blank) return t('form.needText', { label });
  return limitWords(issue) ?? t('form.invalid');
}

/** Faults of the values under the operation's declared input; empty if it would be accepted. */
export function faultsOf(operation: OperationName, values: Values, fields: readonly FieldShape[]): Faults {
  const faults: Record<string, string> = {};
  const parsed = declared(operation).input.safeParse(withoutBlanks(values, fields), {
    error: (issue) => words(issue, fields),
  });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) faults[String(issue.path[0] ?? '')] ??= issue.message;
  }
  for (const { name, label, kind, required } of fields) {
    const value = values[name];
    const blank = value === null || value === undefined || value === '';
    if (required && blank && (kind === 'id' || kind === 'choice'))
      faults[name] = t('form.needChoice', { label });
  }
  if ('repeat' in values && 'password' in values && values['repeat'] !== values['password']) {
    faults['repeat'] = t('form.repeatDiffers');
  }
  return faults;
}

/** The service's faults by field; those of fields that do not show come together under ''. */
export function faultsFromService(faults: readonly FieldFault[], fields: readonly FieldShape[]): Faults {
  const byField: Record<string, string> = {};
  for (const { path, message } of faults) {
    const name = path.split('.')[0] ?? '';
    const key = fields.some((field) => field.name === name) ? name : '';
    byField[key] = byField[key] === undefined ? message : `${byField[key]} ${message}`;
  }
  return byField;
}
