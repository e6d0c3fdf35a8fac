import { id } from '../ids.ts';
import { operation } from '../operation.ts';
import { z } from '../zod.ts';
import { version } from './fields.ts';

const onList = (input: { id: string }) => [{ kind: 'number-list', id: input.id } as const];

/** Rows and entries that one act may be about. */
const AT_ONCE = 1_000;

const entry = () => ({
  id: id(),
  version: version(),
  number: z.string().trim().min(1, 'Enter a number.').max(60).meta({ label: 'Number' }),
  name: z.string().trim().max(200).default('').meta({ label: 'Name' }),
  /** By the position of the list's extra fields. */
  fields: z.array(z.string().max(2_000)).max(1_000).default([]),
  zone: z.string().trim().max(60).default('').meta({ label: 'Time zone' }),
  priority: z.int().min(0).max(1_000_000).optional().meta({ label: 'Priority' }),
  /** Takes a number that is possible but not valid. */
  acceptDoubtful: z.boolean().default(false).meta({ label: 'Accept a possible number that is not valid' }),
});
const changed = () => z.strictObject({ version: z.number(), ordinal: z.number() });

export const numberListEntryOperations = {
  'numberLists.addEntry': operation({
    name: 'numberLists.addEntry',
    kind: 'command',
    title: 'Add entry',
    permission: 'numberLists.edit',
    input: () => z.strictObject(entry()),
    output: changed,
    targets: onList,
    states: ['ready'],
    redact: ['number', 'name', 'fields'],
  }),
  'numberLists.editEntry': operation({
    name: 'numberLists.editEntry',
    kind: 'command',
    title: 'Edit entry',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ ...entry(), seq: z.int().positive() }),
    output: changed,
    targets: onList,
    states: ['ready'],
    redact: ['number', 'name', 'fields'],
  }),
  'numberLists.entry': operation({
    name: 'numberLists.entry',
    kind: 'query',
    title: 'Entry',
    permission: 'numberLists.view',
    input: () => z.strictObject({ id: id(), seq: z.int().positive() }),
    output: () =>
      z.strictObject({
        seq: z.number(),
        number: z.string(),
        name: z.string(),
        fieldNames: z.array(z.string()),
        fields: z.array(z.string()),
        zone: z.string(),
        priority: z.number().nullable(),
      }),
    targets: onList,
  }),
  'numberLists.removeEntries': operation({
    name: 'numberLists.removeEntries',
    kind: 'command',
    title: 'Remove entries',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({ id: id(), version: version(), seqs: z.array(z.int().positive()).min(1).max(AT_ONCE) }),
    output: changed,
    targets: onList,
    states: ['ready'],
    danger: true,
  }),
  'numberLists.fixRow': operation({
    name: 'numberLists.fixRow',
    kind: 'command',
    title: 'Fix refused row',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({
        id: id(),
        version: version(),
        /** `seq` of the problem in the report. */
        problem: z.int().positive(),
        /** What the cell that the report names should have been. */
        value: z
          .string()
          .trim()
          .min(1, 'Enter what the cell should have been.')
          .max(2_000)
          .meta({ label: 'Value' }),
        acceptDoubtful: z.boolean().default(false),
      }),
    output: changed,
    targets: onList,
    states: ['ready'],
    redact: ['value'],
  }),
  'numberLists.acceptRows': operation({
    name: 'numberLists.acceptRows',
    kind: 'command',
    title: 'Accept doubtful numbers',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({
        id: id(),
        version: version(),
        /** Of the report, each of cause `doubtful`; left out: all of them, at most 10,000 at once. */
        problems: z.array(z.int().positive()).min(1).max(AT_ONCE).optional(),
      }),
    output: () =>
      z.strictObject({ version: z.number(), ordinal: z.number(), accepted: z.number(), left: z.number() }),
    targets: onList,
    states: ['ready'],
  }),
  'numberLists.erase': operation({
    name: 'numberLists.erase',
    kind: 'command',
    title: 'Erase a number',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        number: z.string().trim().min(1, 'Enter the number.').max(60).meta({ label: 'Number' }),
        region: z
          .string()
          .regex(/^[A-Z]{2}$/, 'Choose a country, such as US.')
          .default('US')
          .meta({ label: 'Region of a number without a country code' }),
      }),
    output: () =>
      z.strictObject({
        entries: z.number(),
        lists: z.number(),
        broadcasts: z.number(),
        reportRows: z.number(),
        doNotCall: z.number(),
      }),
    targets: (input) => [{ kind: 'node', id: input.node }],
    redact: ['number'],
    danger: true,
  }),
};
