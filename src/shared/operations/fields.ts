import { z } from '../zod.ts';

/** Password length limits, in characters. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

/** A password that is being set; the service checks it further (common passwords, own name). */
export const newPassword = (): z.ZodString =>
  z
    .string()
    .min(PASSWORD_MIN, `Use at least ${PASSWORD_MIN} characters.`)
    .max(PASSWORD_MAX, `Use at most ${PASSWORD_MAX} characters.`);

/** The row version a change is based on, for optimistic locking. */
export const version = (): z.ZodInt => z.int().positive().meta({ label: 'Version' });

/** A name a person gives to a record. */
export const recordName = (what: string): z.ZodString =>
  z
    .string()
    .trim()
    .min(1, `Give the ${what} a name.`)
    .max(120, 'Use at most 120 characters.')
    .meta({ label: 'Name' });

/** A file on this machine, as a full path. A window may only name files that its person chose. */
export const filePath = (label: string): z.ZodString =>
  z.string().min(1, 'Choose a file.').max(4096).meta({ label });

/** What came of a command of many: each item was decided by itself. `message`: why not, or what was done. */
export const bulkResult = () =>
  z.strictObject({
    done: z.number(),
    results: z.array(z.strictObject({ id: z.string(), ok: z.boolean(), message: z.string().nullable() })),
  });
export type BulkResult = z.output<ReturnType<typeof bulkResult>>;
