import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { logFilters } from './dialog-logs.ts';
import { filePath } from './fields.ts';

export const EXPORT_PROFILES = ['spreadsheet', 'raw'] as const;

export const exportOperations = {
  'exports.rawLog': operation({
    name: 'exports.rawLog',
    kind: 'command',
    title: 'Export raw dialog log',
    permission: 'rawLogs.export',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        file: filePath('Save as'),
        /** `spreadsheet`: cells that a spreadsheet would run as a formula are prefixed with an apostrophe. */
        profile: z.enum(EXPORT_PROFILES).default('spreadsheet').meta({ label: 'Profile' }),
        overwrite: z.boolean().default(false).meta({ label: 'Replace the file if it exists' }),
        from: logFilters().from,
        to: logFilters().to,
        channel: logFilters().channel,
        direction: logFilters().direction,
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
        file: z.string(),
        profile: z.string(),
        filter: z.string(),
        rows: z.number(),
        bytes: z.number(),
        sha256: z.string(),
        createdAt: z.number(),
        createdBy: z.string(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
};
