import { CHANNELS } from '#shared/operations/dialog-logs.ts';
import { EXPORT_PROFILES } from '#shared/operations/exports.ts';
import { z } from '#shared/zod.ts';

/** What an export job is asked to do, as its row in `jobs` holds it. */
export const exportParams = z.object({
  account: z.string(),
  /** Project names by node id. */
  projects: z.record(z.string(), z.string()),
  /** Full path. */
  file: z.string(),
  profile: z.enum(EXPORT_PROFILES),
  overwrite: z.boolean(),
  filter: z.object({
    from: z.number().optional(),
    to: z.number().optional(),
    channel: z.enum(CHANNELS).optional(),
    direction: z.enum(['in', 'out']).optional(),
  }),
});
export type ExportParams = z.output<typeof exportParams>;

/** Where an export got to; everything before it is safe on the disk. */
export const resumePoint = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('writing'),
    /** The month and the key of the last row in it that is written. */
    month: z.string(),
    key: z.number(),
    rows: z.number(),
    bytes: z.number(),
  }),
  /** The part file is whole; only its name is missing. */
  z.object({
    step: z.literal('publishing'),
    rows: z.number(),
    bytes: z.number(),
    sha256: z.string(),
  }),
]);
export type ResumePoint = z.output<typeof resumePoint>;
