import { COLUMN_ROLES } from '#shared/operations/number-lists.ts';
import { z } from '#shared/zod.ts';

/** What an import job is asked to do, as its row in `jobs` holds it. */
export const importParams = z.object({
  list: z.string(),
  /** The version's compact key. */
  version: z.number(),
  /** Full path. */
  file: z.string(),
  region: z.string(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  header: z.boolean().optional(),
  columns: z.array(z.enum(COLUMN_ROLES)).optional(),
});
export type ImportParams = z.output<typeof importParams>;
