import { logFilters } from '#shared/operations/dialog-logs.ts';
import { EXPORT_PROFILES, EXPORT_SPLITS } from '#shared/operations/exports.ts';
import { z } from '#shared/zod.ts';

const wholeFile = z.object({ file: z.string(), rows: z.number(), bytes: z.number(), sha256: z.string() });

/** What a raw-log export is asked to do, as its row in `jobs` holds it. */
export const exportParams = z.object({
  account: z.string(),
  accountName: z.string().default(''),
  /** Project names by node id. */
  projects: z.record(z.string(), z.string()),
  /** Full path, as it was chosen; see `names.ts` for what becomes of it. */
  file: z.string(),
  profile: z.enum(EXPORT_PROFILES),
  bom: z.boolean().default(false),
  gzip: z.boolean().default(false),
  /** IANA name of the zone for a further column; null: none. */
  zone: z.string().nullable().default(null),
  split: z.enum(EXPORT_SPLITS).default('none'),
  splitBytes: z.number().default(0),
  overwrite: z.boolean(),
  /** Who asked, and when (Unix ms), for the manifest. */
  asked: z.object({ by: z.string(), at: z.number() }).default({ by: '', at: 0 }),
  filter: z.object({ ...logFilters(), search: z.string().optional() }),
  /** Earlier exports of the same schedule whose files are removed once this one is done. */
  retire: z.array(z.object({ id: z.string(), manifest: z.string(), files: z.array(wholeFile) })).default([]),
});
export type ExportParams = z.input<typeof exportParams>;
export type ParsedExportParams = z.output<typeof exportParams>;

/** Where an export got to; everything before it is safe on the disk. */
export const resumePoint = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('writing'),
    /** The month and the key of the last row in it that is written. */
    month: z.string(),
    key: z.number(),
    rows: z.number(),
    files: z.object({
      whole: z.array(wholeFile).readonly(),
      open: z
        .object({
          file: z.string(),
          rows: z.number(),
          bytes: z.number(),
          plain: z.number(),
          end: z.number().nullable(),
        })
        .nullable(),
    }),
  }),
  /** All files are whole, the manifest too; only their names are missing. */
  z.object({
    step: z.literal('publishing'),
    rows: z.number(),
    files: z.array(wholeFile).readonly(),
    manifest: z.object({ file: z.string(), bytes: z.number(), sha256: z.string() }),
  }),
]);
export type ResumePoint = z.output<typeof resumePoint>;
