import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { filePath, recordName, version } from './fields.ts';

/**
 * What a column of an imported file becomes. `zone`: the callee's time zone; `priority`: smaller is called first;
 * `field`: kept as a named extra field; `skip`: left out.
 */
export const COLUMN_ROLES = ['number', 'name', 'zone', 'priority', 'field', 'skip'] as const;

/** Why a row of a file was refused or merged, for the acts that it allows. */
export const PROBLEM_CAUSES = ['row', 'doubtful', 'do-not-call', 'never-dialled', 'same-number'] as const;
export type ProblemCause = (typeof PROBLEM_CAUSES)[number];

/** How a file is read; what is left out is detected. */
export const reading = () => ({
  /** Left out: detected. */
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional().meta({ label: 'Encoding' }),
  delimiter: z.enum([',', ';', '\t', '|']).optional().meta({ label: 'Delimiter' }),
  header: z.boolean().optional().meta({ label: 'First row is a header' }),
  region: z
    .string()
    .regex(/^[A-Z]{2}$/, 'Choose a country, such as US.')
    .default('US')
    .meta({ label: 'Region of numbers without a country code' }),
  /** Of a workbook; left out: its first sheet with rows. */
  sheet: z.string().max(200).optional().meta({ label: 'Sheet' }),
  /** One entry per column of the file, left to right; left out: guessed from headers and contents. */
  columns: z.array(z.enum(COLUMN_ROLES)).max(1000).optional().meta({ label: 'Columns' }),
});

const listRow = () => ({
  id: z.string(),
  name: z.string(),
  node: z.string(),
  nodeName: z.string(),
  state: z.enum(['importing', 'ready']),
  /** Entries that can be called. */
  entries: z.number(),
  refused: z.number(),
  merged: z.number(),
  createdAt: z.number(),
  createdBy: z.string(),
  version: z.number(),
});

const onList = (input: { id: string }) => [{ kind: 'number-list', id: input.id } as const];

export const numberListOperations = {
  'numberLists.list': operation({
    name: 'numberLists.list',
    kind: 'query',
    title: 'Number lists',
    permission: 'numberLists.view',
    reach: 'within',
    input: () => listInput(['name', 'entries', 'createdAt'], {}),
    output: () => pageOf(listRow()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'numberLists.get': operation({
    name: 'numberLists.get',
    kind: 'query',
    title: 'Number list',
    permission: 'numberLists.view',
    input: () => z.strictObject({ id: id() }),
    output: () =>
      z.strictObject({
        ...listRow(),
        region: z.string(),
        source: z.string(),
        read: z.number(),
        /** Names of the extra fields, in column order. */
        fields: z.array(z.string()),
        /** The running or last import. */
        job: z.string().nullable(),
      }),
    targets: onList,
  }),
  'numberLists.entries': operation({
    name: 'numberLists.entries',
    kind: 'query',
    title: 'Entries',
    permission: 'numberLists.view',
    input: () => listInput(['row', 'number', 'name'], { id: id() }),
    output: () =>
      pageOf({
        seq: z.number(),
        /** E.164 with its plus sign. */
        number: z.string(),
        name: z.string(),
        /** Row of the source file, counted from 1 with the header. */
        row: z.number(),
        /** The extra fields as one line 'Field: value · ...'. */
        fields: z.string(),
      }),
    targets: onList,
  }),
  'numberLists.problems': operation({
    name: 'numberLists.problems',
    kind: 'query',
    title: 'Import report',
    permission: 'numberLists.view',
    input: () =>
      listInput(['row', 'outcome', 'reason'], {
        id: id(),
        outcome: z.enum(['refused', 'merged']).optional().meta({ label: 'Outcome' }),
      }),
    output: () =>
      pageOf({
        row: z.number(),
        outcome: z.enum(['refused', 'merged']),
        column: z.string(),
        value: z.string(),
        reason: z.string(),
        suggestion: z.string(),
      }),
    targets: onList,
  }),
  'numberLists.preview': operation({
    name: 'numberLists.preview',
    kind: 'query',
    title: 'Preview import',
    permission: 'numberLists.create',
    input: () => z.strictObject({ node: id(), file: filePath('File'), ...reading() }),
    output: () =>
      z.strictObject({
        encoding: z.string(),
        delimiter: z.string(),
        header: z.boolean(),
        /** The file's size in bytes. */
        size: z.number(),
        columns: z.array(
          z.strictObject({
            title: z.string(),
            role: z.enum(COLUMN_ROLES),
            sample: z.array(z.string()),
          }),
        ),
        /** The first rows as they will be stored. */
        rows: z.array(
          z.strictObject({
            row: z.number(),
            outcome: z.enum(['accepted', 'merged', 'refused']),
            number: z.string(),
            name: z.string(),
            fields: z.string(),
            reason: z.string(),
            suggestion: z.string(),
          }),
        ),
      }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'numberLists.import': operation({
    name: 'numberLists.import',
    kind: 'command',
    title: 'Import number list',
    permission: 'numberLists.create',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        name: recordName('list'),
        file: filePath('File'),
        ...reading(),
      }),
    output: () => z.strictObject({ id: z.string(), job: z.string() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'numberLists.rename': operation({
    name: 'numberLists.rename',
    kind: 'command',
    title: 'Rename number list',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ id: id(), version: version(), name: recordName('list') }),
    output: () => z.strictObject({ version: z.number() }),
    targets: onList,
  }),
  'numberLists.remove': operation({
    name: 'numberLists.remove',
    kind: 'command',
    title: 'Remove number list',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => z.strictObject({ version: z.number() }),
    targets: onList,
    states: ['ready'],
    danger: true,
  }),
};
