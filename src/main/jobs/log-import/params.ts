import { LOG_ROLES, TIME_UNITS } from '#shared/operations/log-imports.ts';
import { z } from '#shared/zod.ts';

/** What an import of a dialog log is asked to do, as its row in `jobs` holds it. */
export const logImportParams = z.object({
  import: z.string(),
  account: z.string(),
  realm: z.string().nullable(),
  /** Full path. */
  file: z.string(),
  /** Node ids of the account's projects, by their names. */
  projects: z.record(z.string(), z.string()),
  /** Rows before this time are not kept; Unix ms. */
  keptFrom: z.number(),
  reading: z.object({
    project: z.string().optional(),
    timeUnit: z.enum(TIME_UNITS).optional(),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    columns: z.record(z.string(), z.enum(LOG_ROLES)).optional(),
  }),
});
export type LogImportParams = z.output<typeof logImportParams>;

/** Where an import got to: the rows up to `row` are in the log or in the report. */
export const logResumePoint = z.object({
  row: z.number(),
  read: z.number(),
  refused: z.number(),
  differing: z.number(),
  problems: z.number(),
  /** The file as it was when it was checked. */
  size: z.number(),
  modified: z.number(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  unit: z.enum(TIME_UNITS).nullable(),
});
export type LogResumePoint = z.output<typeof logResumePoint>;

/** The projects of an account by id and by name, as rows may name them. */
export function projectNames(projects: Readonly<Record<string, string>>): Map<string, string> {
  const names = new Map<string, string>();
  for (const [name, id] of Object.entries(projects)) names.set(name.trim().toLowerCase(), id).set(id, id);
  return names;
}
