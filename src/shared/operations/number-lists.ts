import { id, PLATFORM_ID } from '../ids.ts';
import { NUMBER_TYPES } from '../number-types.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { filePath, recordName, version } from './fields.ts';
import { segmentFilter } from './segment-filter.ts';

/**
 * What a column of an imported file becomes. `zone`: the callee's time zone; `priority`: smaller is called first;
 * `field`: kept as a named extra field; `skip`: left out.
 */
export const COLUMN_ROLES = ['number', 'name', 'zone', 'priority', 'field', 'skip'] as const;

/** How a version of a list came to be. */
export const MADE_BY = ['import', 'edit', 'merge', 'split'] as const;

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

/** Where the numbers come from: a file, or pasted text; one of the two. */
const what = () => ({
  file: filePath('File').optional(),
  text: z
    .string()
    .max(900_000, 'Paste less than 900,000 characters; save more as a file and choose that.')
    .optional()
    .meta({ label: 'Pasted numbers' }),
});

/** What a person says of an import besides how to read it. */
const importing = () => ({
  ...what(),
  ...reading(),
  /** Takes numbers that are possible but not valid, instead of refusing them. */
  acceptDoubtful: z.boolean().default(false).meta({ label: 'Accept possible numbers that are not valid' }),
  consentSource: z.string().trim().max(200).default('').meta({ label: 'Where the people agreed' }),
  /** Unix ms of that day. */
  consentAt: z.int().min(0).optional().meta({ label: 'When they agreed' }),
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
  /** Whether the version in use is an import that can be undone. */
  canUndo: z.boolean(),
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
        /** Ordinal of the version in use, and how it came to be. */
        ordinal: z.number(),
        madeBy: z.enum(MADE_BY),
        versions: z.number(),
        read: z.number(),
        /** Of the rows read, entries that the list had before this import. */
        carried: z.number(),
        scrubbed: z.number(),
        doubtful: z.number(),
        consentSource: z.string(),
        consentAt: z.number().nullable(),
        retentionDays: z.number().nullable(),
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
    input: () =>
      listInput(['row', 'number', 'name', 'priority'], {
        id: id(),
        /** A saved segment, or a filter that is not saved. */
        segment: id().optional().meta({ label: 'Segment' }),
        filter: segmentFilter().optional(),
      }),
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
        /** ISO 3166 code of its country; '' if it has none. */
        region: z.string(),
        type: z.enum(NUMBER_TYPES),
        /** IANA zones in which the callee may be; one if the list gives it. */
        zones: z.string(),
        priority: z.number().nullable(),
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
        cause: z.enum(PROBLEM_CAUSES).optional().meta({ label: 'Cause' }),
        /** Ordinal of a version; left out: the one in use. */
        ordinal: z.int().positive().optional(),
      }),
    output: () =>
      pageOf({
        seq: z.number(),
        row: z.number(),
        cause: z.enum(PROBLEM_CAUSES),
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
    input: () =>
      z.strictObject({
        node: id(),
        ...what(),
        ...reading(),
        acceptDoubtful: z.boolean().default(false),
      }),
    output: () =>
      z.strictObject({
        encoding: z.string(),
        delimiter: z.string(),
        format: z.enum(['text', 'xlsx', 'vcard']),
        /** Of a workbook: its sheets with rows, and the one that is read. */
        sheets: z.array(z.string()),
        sheet: z.string(),
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
    redact: ['text'],
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
        ...importing(),
      }),
    output: () => z.strictObject({ id: z.string(), job: z.string() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
    redact: ['text'],
  }),
  'numberLists.importMore': operation({
    name: 'numberLists.importMore',
    kind: 'command',
    title: 'Import into this list',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({
        id: id(),
        version: version(),
        /** `add`: after the entries that the list has; `replace`: in their place. */
        how: z.enum(['add', 'replace']).default('add').meta({ label: 'The entries that the list has' }),
        ...importing(),
      }),
    output: () => z.strictObject({ id: z.string(), job: z.string(), version: z.number() }),
    targets: onList,
    states: ['ready'],
    redact: ['text'],
  }),
  'numberLists.exportRefused': operation({
    name: 'numberLists.exportRefused',
    kind: 'command',
    title: 'Export refused rows',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({
        id: id(),
        file: filePath('File'),
        /** Ordinal of a version; left out: the one in use. */
        ordinal: z.int().positive().optional(),
      }),
    output: () => z.strictObject({ rows: z.number(), file: z.string() }),
    targets: onList,
    states: ['ready'],
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
