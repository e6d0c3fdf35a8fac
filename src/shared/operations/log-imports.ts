import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { filePath } from './fields.ts';

/** What a column or field of a log file becomes. `extra`: kept by its name as JSON; `skip`: left out. */
export const LOG_ROLES = [
  'id',
  'time',
  'account',
  'project',
  'channel',
  'client',
  'session',
  'direction',
  'speaker',
  'text',
  'intent',
  'confidence',
  'tags',
  'extra',
  'skip',
] as const;

/** Units of times that are numbers, since 1970. */
export const TIME_UNITS = ['s', 'ms', 'us', 'ns'] as const;

/** How a log file is read; what is left out is detected. */
export const logReading = () => ({
  project: id().optional().meta({ label: 'Project of rows that name none' }),
  timeUnit: z.enum(TIME_UNITS).optional().meta({ label: 'Unit of times' }),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional().meta({ label: 'Encoding' }),
  delimiter: z.enum([',', ';', '\t', '|']).optional().meta({ label: 'Delimiter' }),
  /** What columns become, by their names; those left out are guessed by their names. */
  columns: z
    .record(z.string().max(200), z.enum(LOG_ROLES))
    .refine((columns) => Object.keys(columns).length <= 1_000, 'Give at most 1,000 columns.')
    .optional()
    .meta({ label: 'Columns' }),
});

const importRow = () => ({
  id: z.string(),
  node: z.string(),
  nodeName: z.string(),
  name: z.string(),
  /** `folder`: found in a watched folder. */
  source: z.enum(['person', 'folder']),
  state: z.string(),
  /** Rows; read = added + known + refused. */
  read: z.number(),
  added: z.number(),
  /** Rows whose message the log had already, and of these the ones with another text or time. */
  known: z.number(),
  differing: z.number(),
  refused: z.number(),
  createdAt: z.number(),
  createdBy: z.string(),
});

const onImport = (input: { id: string }) => [{ kind: 'log-import', id: input.id } as const];

export const logImportOperations = {
  'dialogLogs.previewImport': operation({
    name: 'dialogLogs.previewImport',
    kind: 'query',
    title: 'Preview log import',
    permission: 'dialogLogs.import',
    input: () => z.strictObject({ node: id(), file: filePath('File'), ...logReading() }),
    output: () =>
      z.strictObject({
        format: z.enum(['jsonl', 'csv']),
        gzip: z.boolean(),
        encoding: z.string(),
        /** Empty for JSON Lines. */
        delimiter: z.string(),
        /** The file's size in bytes. */
        size: z.number(),
        /** Null where times are texts. */
        timeUnit: z.enum(TIME_UNITS).nullable(),
        columns: z.array(
          z.strictObject({ name: z.string(), role: z.enum(LOG_ROLES), sample: z.array(z.string()) }),
        ),
        /** The first rows as they would be stored. */
        rows: z.array(
          z.strictObject({
            row: z.number(),
            /** Unix ms; null for a refused row. */
            at: z.number().nullable(),
            client: z.string(),
            text: z.string(),
            /** Empty: would be taken. */
            reason: z.string(),
          }),
        ),
      }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'dialogLogs.import': operation({
    name: 'dialogLogs.import',
    kind: 'command',
    title: 'Import dialog log',
    permission: 'dialogLogs.import',
    input: () =>
      z.strictObject({ node: id().meta({ label: 'Account' }), file: filePath('File'), ...logReading() }),
    output: () => z.strictObject({ id: z.string(), job: z.string() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'logImports.list': operation({
    name: 'logImports.list',
    kind: 'query',
    title: 'Log imports',
    permission: 'dialogLogs.import',
    reach: 'within',
    input: () => listInput(['createdAt'], {}),
    output: () => pageOf(importRow()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'logImports.get': operation({
    name: 'logImports.get',
    kind: 'query',
    title: 'Log import',
    permission: 'dialogLogs.import',
    input: () => z.strictObject({ id: id() }),
    output: () =>
      z.strictObject({
        ...importRow(),
        file: z.string(),
        sha256: z.string(),
        job: z.string(),
        /** What the import ended with, in words. */
        message: z.string(),
      }),
    targets: onImport,
  }),
  'logImports.problems': operation({
    name: 'logImports.problems',
    kind: 'query',
    title: 'Import report',
    permission: 'dialogLogs.import',
    input: () =>
      listInput(['row'], {
        id: id(),
        outcome: z.enum(['refused', 'differing']).optional().meta({ label: 'Outcome' }),
      }),
    output: () =>
      pageOf({
        /** Row of the file, from 1 with the header. */
        row: z.number(),
        outcome: z.enum(['refused', 'differing']),
        reason: z.string(),
        /** The row's beginning as it stands in the file. */
        line: z.string(),
      }),
    targets: onImport,
  }),
  'logImports.saveProblems': operation({
    name: 'logImports.saveProblems',
    kind: 'command',
    title: 'Save refused rows',
    permission: 'dialogLogs.import',
    input: () => z.strictObject({ id: id(), file: filePath('Save as') }),
    output: () => z.strictObject({ rows: z.number() }),
    targets: onImport,
  }),
  'logImports.watch': operation({
    name: 'logImports.watch',
    kind: 'command',
    title: 'Watch a folder',
    permission: 'dialogLogs.import',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        folder: filePath('Folder'),
        project: logReading().project,
        timeUnit: logReading().timeUnit,
      }),
    output: () => z.strictObject({}),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'logImports.unwatch': operation({
    name: 'logImports.unwatch',
    kind: 'command',
    title: 'Stop watching the folder',
    permission: 'dialogLogs.import',
    input: () => z.strictObject({ node: id() }),
    output: () => z.strictObject({}),
    targets: (input) => [{ kind: 'node', id: input.node }],
    danger: true,
  }),
  'logImports.folders': operation({
    name: 'logImports.folders',
    kind: 'query',
    title: 'Watched folders',
    permission: 'dialogLogs.import',
    reach: 'within',
    input: () => z.strictObject({ node: id().optional() }),
    output: () =>
      z.array(
        z.strictObject({
          node: z.string(),
          nodeName: z.string(),
          folder: z.string(),
          /** Unix ms; null before the first look. */
          checkedAt: z.number().nullable(),
          /** What the last look found, if something is amiss. */
          message: z.string(),
        }),
      ),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
};
