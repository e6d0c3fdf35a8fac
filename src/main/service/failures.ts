import type { Operation } from '#shared/operation.ts';
import { type FieldFault, fail, type Reply } from '#shared/reply.ts';
import type { z } from '#shared/zod.ts';

/** The largest input in JSON characters; bulk goes by files. */
export const MAX_INPUT = 1_048_576;

/** What the input schema found, one fault per field, in words for a person. */
export function inputFaults(operation: Operation, error: z.ZodError): Reply<never> {
  const fields: FieldFault[] = error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message:
      issue.code === 'unrecognized_keys'
        ? `There is no field called ${issue.keys.map((key) => `"${key}"`).join(', ')}.`
        : issue.message,
  }));
  const [first] = fields;
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `;
  return fail('invalid-input', `${operation.title}: ${where}${first?.message ?? 'the input is not right.'}`, {
    fields,
  });
}

const BY_SQLITE_CODE: readonly (readonly [RegExp, () => Reply<never>])[] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    () =>
      fail('locked', 'The workspace is busy with other work. Nothing was changed; try again in a moment.'),
  ],
  [
    /^SQLITE_FULL/,
    () => fail('unavailable', 'The disk is full. Nothing was changed; free some space and try again.'),
  ],
  [
    /^SQLITE_(READONLY|CANTOPEN|IOERR|PERM)/,
    () =>
      fail(
        'unavailable',
        'The workspace folder cannot be written. Nothing was changed; check the disk and the rights of the folder.',
      ),
  ],
];

/** The reply for an exception: a known fault of the disk, or a bug (`internal`). */
export function exceptionReply(operation: Operation, error: unknown): Reply<never> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  for (const [pattern, reply] of BY_SQLITE_CODE) if (pattern.test(code)) return reply();
  return fail(
    'internal',
    `${operation.title} failed because of a fault in Rolecall. Nothing was changed; the fault is in the log.`,
  );
}
