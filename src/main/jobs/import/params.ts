import { COLUMN_ROLES } from '#shared/operations/number-lists.ts';
import { z } from '#shared/zod.ts';

/** How the file of a job is read. */
export const readingParams = {
  region: z.string(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  header: z.boolean().optional(),
  sheet: z.string().optional(),
  columns: z.array(z.enum(COLUMN_ROLES)).optional(),
};

/** What an import job is asked to do, as its row in `jobs` holds it. */
export const importParams = z.object({
  list: z.string(),
  /** The version's compact key. */
  version: z.number(),
  /** Full path. */
  file: z.string(),
  /** The list's account, for its do-not-call data. */
  node: z.string().default(''),
  /** Keep numbers that are possible but not valid. */
  acceptDoubtful: z.boolean().default(false),
  /** The version whose entries come first; left out: only the file's. */
  onto: z.number().optional(),
  ...readingParams,
});
export type ImportParams = z.output<typeof importParams>;
