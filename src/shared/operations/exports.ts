import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { logFilters } from './dialog-logs.ts';
import { filePath } from './fields.ts';

/** What an export does to cells; `jobs/export/cells.ts` does it. */
export const EXPORT_PROFILES = ['spreadsheet', 'raw', 'dialer'] as const;
/** How an export is cut into files. */
export const EXPORT_SPLITS = ['none', 'day', 'size'] as const;

/** A zone of the IANA data base that this machine knows. */
export const timeZone = (label: string) =>
  z.string().max(80).refine(isTimeZone, 'There is no such time zone.').meta({ label });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** How a CSV file is written, whatever is in it. */
export const csvFields = () => ({
  /**
   * `raw`: every cell as it is. `spreadsheet`: a cell that a spreadsheet would run as a formula begins with an
   * apostrophe. `dialer`: the same, but phone numbers in columns of numbers are left as they are (E.164).
   */
  profile: z.enum(EXPORT_PROFILES).default('spreadsheet').meta({ label: 'Profile' }),
  /** UTF-8 with a byte order mark, by which some spreadsheets know that it is UTF-8. */
  bom: z.boolean().default(false).meta({ label: 'Begin with a byte order mark' }),
  gzip: z.boolean().default(false).meta({ label: 'Compress (gzip)' }),
});

/** Which messages of a log an export holds: what the list of messages can be narrowed by. */
export const exportFilters = () => ({
  ...logFilters(),
  search: z.string().trim().max(200).optional().meta({ label: 'Text contains' }),
});

export const exportOperations = {
  'exports.rawLog': operation({
    name: 'exports.rawLog',
    kind: 'command',
    title: 'Export raw dialog log',
    permission: 'rawLogs.export',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        ...exportFilters(),
        ...csvFields(),
        /** A further column holds the times in this zone. */
        zone: timeZone('Further times in').optional(),
        /** `day`: a file for each UTC day. */
        split: z.enum(EXPORT_SPLITS).default('none').meta({ label: 'Files' }),
        /** Of each file before compression, in MB (1,000,000 bytes); only for `split: 'size'`. */
        splitMegabytes: z.int().min(1).max(1_000_000).default(500).meta({ label: 'MB in each file' }),
        file: filePath('Save as'),
        /** A window replaces only the file that its person chose in the Save dialog. */
        overwrite: z.boolean().default(false).meta({ label: 'Replace the file if it exists' }),
      }),
    output: () => z.strictObject({ job: z.string() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'exports.list': operation({
    name: 'exports.list',
    kind: 'query',
    title: 'Exports',
    permission: 'rawLogs.export',
    reach: 'within',
    input: () => listInput(['createdAt'], {}),
    output: () =>
      pageOf({
        id: z.string(),
        node: z.string(),
        nodeName: z.string(),
        state: z.string(),
        /** The finished file; of several files, the name that was chosen for them. */
        file: z.string(),
        /** The manifest beside them. */
        manifest: z.string(),
        files: z.number(),
        profile: z.string(),
        filter: z.string(),
        rows: z.number(),
        bytes: z.number(),
        /** Of the one file, or of the manifest of several. */
        sha256: z.string(),
        /** Empty, or the day ('2026-05-01') that a schedule exported. */
        day: z.string(),
        /** When a schedule removed the files again, Unix ms; null: never. */
        removedAt: z.number().nullable(),
        createdAt: z.number(),
        createdBy: z.string(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'exports.files': operation({
    name: 'exports.files',
    kind: 'query',
    title: 'Files of an export',
    permission: 'rawLogs.export',
    input: () => z.strictObject({ id: id() }),
    /** In their order; empty until the export is done. */
    output: () =>
      z.array(z.strictObject({ file: z.string(), rows: z.number(), bytes: z.number(), sha256: z.string() })),
    targets: (input) => [{ kind: 'export', id: input.id }],
  }),
};
