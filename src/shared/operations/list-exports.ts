import { operation } from '../operation.ts';
import { z } from '../zod.ts';
import { csvFields } from './exports.ts';
import { filePath } from './fields.ts';

/** How a cell of a list is written: as it is, as a time (ISO 8601 in UTC, from Unix ms), or as a phone number. */
export const CELL_FORMS = ['text', 'time', 'phone'] as const;

const column = () =>
  z.strictObject({
    /** A column of the list's pages. */
    field: z.string().min(1).max(80),
    /** What the header line calls it. */
    title: z.string().min(1).max(120),
    as: z.enum(CELL_FORMS).default('text'),
  });

export const listExportOperations = {
  'listExports.start': operation({
    name: 'listExports.start',
    kind: 'command',
    title: 'Export list',
    // Who may see the list may export it; the handler asks for the list's own right, and the job again for each page.
    permission: 'signed-in',
    input: () =>
      z.strictObject({
        /** A list operation, such as 'users.list', and what it is asked with, less the window. */
        list: z.string().max(80).meta({ label: 'List' }),
        input: z.record(z.string().max(80), z.unknown()).default({}),
        /** In the order of the file. */
        columns: z.array(column()).min(1).max(100),
        ...csvFields(),
        file: filePath('Save as'),
        overwrite: z.boolean().default(false).meta({ label: 'Replace the file if it exists' }),
      }),
    output: () => z.strictObject({ job: z.string() }),
    targets: () => [],
  }),
};
