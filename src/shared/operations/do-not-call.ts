import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { filePath, recordName, version } from './fields.ts';
import { reading } from './number-lists.ts';

/** `own`: people who asked; `national`: an official file; `customer`: what a customer of the account gave. */
export const DO_NOT_CALL_KINDS = ['own', 'national', 'customer'] as const;

/** Most numbers that are entered or removed in one act. */
const AT_ONCE = 1_000;

const numbers = () =>
  z
    .string()
    .trim()
    .min(1, 'Enter a number.')
    .max(AT_ONCE * 40, `Enter at most ${AT_ONCE} numbers at once; import more as a file.`)
    .meta({ label: 'Numbers' });
const region = () =>
  z
    .string()
    .regex(/^[A-Z]{2}$/, 'Choose a country, such as US.')
    .default('US')
    .meta({ label: 'Region of numbers without a country code' });
/** Nobody is called by data that is older; left out: it does not age. */
const freshDays = () => z.int().min(1).max(3_650).optional().meta({ label: 'Renew after so many days' });

const sourceRow = () => ({
  id: z.string(),
  name: z.string(),
  kind: z.enum(DO_NOT_CALL_KINDS),
  node: z.string(),
  nodeName: z.string(),
  /** Numbers of its file and numbers entered one by one. */
  filed: z.number(),
  entered: z.number(),
  file: z.string(),
  refreshedAt: z.number(),
  freshDays: z.number().nullable(),
  /** When the data goes or went out of date, Unix ms; null: never. */
  outOfDateAt: z.number().nullable(),
  version: z.number(),
});

const onSource = (input: { id: string }) => [{ kind: 'do-not-call', id: input.id } as const];

export const doNotCallOperations = {
  'doNotCall.list': operation({
    name: 'doNotCall.list',
    kind: 'query',
    title: 'Do not call',
    permission: 'numberLists.view',
    reach: 'within',
    input: () =>
      listInput(['name', 'kind', 'refreshedAt'], {
        kind: z.enum(DO_NOT_CALL_KINDS).optional().meta({ label: 'Kind' }),
      }),
    output: () => pageOf(sourceRow()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'doNotCall.get': operation({
    name: 'doNotCall.get',
    kind: 'query',
    title: 'Do-not-call source',
    permission: 'numberLists.view',
    input: () => z.strictObject({ id: id() }),
    output: () => z.strictObject({ ...sourceRow(), job: z.string().nullable() }),
    targets: onSource,
  }),
  'doNotCall.numbers': operation({
    name: 'doNotCall.numbers',
    kind: 'query',
    title: 'Entered numbers',
    permission: 'numberLists.view',
    input: () => listInput(['addedAt', 'number', 'until'], { id: id() }),
    output: () =>
      pageOf({
        /** E.164 with its plus sign. */
        number: z.string(),
        until: z.number().nullable(),
        reason: z.string(),
        addedAt: z.number(),
        addedBy: z.string(),
      }),
    targets: onSource,
  }),
  'doNotCall.check': operation({
    name: 'doNotCall.check',
    kind: 'query',
    title: 'Look up a number',
    permission: 'numberLists.view',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        number: z.string().trim().min(1, 'Enter a number.').max(60).meta({ label: 'Number' }),
        region: region(),
      }),
    output: () =>
      z.strictObject({
        /** E.164 with its plus sign. */
        number: z.string(),
        /** Every source that forbids the call, in words. */
        found: z.array(z.strictObject({ name: z.string(), kind: z.string(), until: z.number().nullable() })),
      }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'doNotCall.create': operation({
    name: 'doNotCall.create',
    kind: 'command',
    title: 'Add do-not-call source',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        name: recordName('source'),
        kind: z.enum(DO_NOT_CALL_KINDS).default('customer').meta({ label: 'Kind' }),
        freshDays: freshDays(),
      }),
    output: () => z.strictObject({ id: z.string() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'doNotCall.edit': operation({
    name: 'doNotCall.edit',
    kind: 'command',
    title: 'Edit do-not-call source',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({ id: id(), version: version(), name: recordName('source'), freshDays: freshDays() }),
    output: () => z.strictObject({ version: z.number() }),
    targets: onSource,
  }),
  'doNotCall.remove': operation({
    name: 'doNotCall.remove',
    kind: 'command',
    title: 'Remove do-not-call source',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ id: id(), version: version() }),
    output: () => z.strictObject({ version: z.number() }),
    targets: onSource,
    danger: true,
  }),
  'doNotCall.add': operation({
    name: 'doNotCall.add',
    kind: 'command',
    title: 'Add numbers',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({
        id: id(),
        numbers: numbers(),
        region: region(),
        reason: z.string().trim().max(200).default('').meta({ label: 'Reason' }),
        /** Unix ms; left out: for good. */
        until: z.int().min(0).optional().meta({ label: 'Not to be called until' }),
      }),
    output: () => z.strictObject({ added: z.number(), known: z.number() }),
    targets: onSource,
    redact: ['numbers'],
  }),
  'doNotCall.removeNumbers': operation({
    name: 'doNotCall.removeNumbers',
    kind: 'command',
    title: 'Remove numbers from the source',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ id: id(), numbers: z.array(z.string().max(20)).min(1).max(AT_ONCE) }),
    output: () => z.strictObject({ removed: z.number() }),
    targets: onSource,
    redact: ['numbers'],
    danger: true,
  }),
  'doNotCall.import': operation({
    name: 'doNotCall.import',
    kind: 'command',
    title: 'Import do-not-call file',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ id: id(), file: filePath('File'), ...reading() }),
    output: () => z.strictObject({ id: z.string(), job: z.string() }),
    targets: onSource,
  }),
};
