import { id } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { recordName, version } from './fields.ts';
import { MADE_BY } from './number-lists.ts';
import { segmentFilter } from './segment-filter.ts';

const onList = (input: { id: string }) => [{ kind: 'number-list', id: input.id } as const];
const changed = () => z.strictObject({ version: z.number() });
const ordinal = () => z.int().positive();

/** Lists made from lists. */
const MOST_LISTS = 20;

export const numberListVersionOperations = {
  'numberLists.versions': operation({
    name: 'numberLists.versions',
    kind: 'query',
    title: 'Versions',
    permission: 'numberLists.view',
    input: () => listInput(['ordinal'], { id: id() }),
    output: () =>
      pageOf({
        id: z.string(),
        ordinal: z.number(),
        state: z.enum(['importing', 'ready']),
        inUse: z.boolean(),
        madeBy: z.enum(MADE_BY),
        /** The file of an import, or what an edit did. */
        what: z.string(),
        madeFrom: z.number().nullable(),
        entries: z.number(),
        refused: z.number(),
        consentSource: z.string(),
        consentAt: z.number().nullable(),
        createdAt: z.number(),
        createdBy: z.string(),
      }),
    targets: onList,
  }),
  'numberLists.differences': operation({
    name: 'numberLists.differences',
    kind: 'query',
    title: 'Differences',
    permission: 'numberLists.view',
    input: () =>
      listInput(['number', 'what'], {
        id: id(),
        /** Ordinals: what `to` has otherwise than `from`. */
        from: ordinal(),
        to: ordinal(),
        what: z.enum(['added', 'removed', 'changed']).optional().meta({ label: 'Difference' }),
      }),
    output: () =>
      pageOf({
        what: z.enum(['added', 'removed', 'changed']),
        /** E.164 with its plus sign. */
        number: z.string(),
        before: z.string(),
        after: z.string(),
      }),
    targets: onList,
  }),
  'numberLists.goBack': operation({
    name: 'numberLists.goBack',
    kind: 'command',
    title: 'Use this version',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ id: id(), version: version(), ordinal: ordinal() }),
    output: changed,
    targets: onList,
    states: ['ready'],
  }),
  'numberLists.undoImport': operation({
    name: 'numberLists.undoImport',
    kind: 'command',
    title: 'Undo import',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ id: id(), version: version() }),
    /** `removed`: the list had nothing before the import. */
    output: () => z.strictObject({ version: z.number(), removed: z.boolean() }),
    targets: onList,
    states: ['ready'],
    danger: true,
  }),
  'numberLists.merge': operation({
    name: 'numberLists.merge',
    kind: 'command',
    title: 'Merge lists',
    permission: 'numberLists.create',
    input: () =>
      z.strictObject({
        /** Whose first list's entries come first. */
        lists: z.array(id()).min(2, 'Choose at least two lists.').max(MOST_LISTS).meta({ label: 'Lists' }),
        name: recordName('list'),
      }),
    output: () => z.strictObject({ id: z.string(), job: z.string() }),
    targets: (input) => Array.from(input.lists, (list) => ({ kind: 'number-list', id: list }) as const),
    states: ['ready'],
  }),
  'numberLists.split': operation({
    name: 'numberLists.split',
    kind: 'command',
    title: 'Split list',
    permission: 'numberLists.create',
    input: () =>
      z.strictObject({
        id: id(),
        /** Into so many lists of equal length, in the list's order; or by a filter: who fits it, and who does not. */
        parts: z.int().min(2).max(MOST_LISTS).optional().meta({ label: 'Parts' }),
        segment: id().optional().meta({ label: 'Segment' }),
        filter: segmentFilter().optional(),
      }),
    output: () => z.strictObject({ lists: z.array(z.string()), jobs: z.array(z.string()) }),
    targets: onList,
    states: ['ready'],
  }),
  'numberLists.setRetention': operation({
    name: 'numberLists.setRetention',
    kind: 'command',
    title: 'Set retention',
    permission: 'numberLists.edit',
    input: () =>
      z.strictObject({
        id: id(),
        version: version(),
        days: z.int().min(1).max(36_500).optional().meta({ label: 'Days until the list is removed' }),
      }),
    output: changed,
    targets: onList,
    states: ['ready'],
  }),
  'numberLists.segments': operation({
    name: 'numberLists.segments',
    kind: 'query',
    title: 'Segments',
    permission: 'numberLists.view',
    input: () => listInput(['name'], { id: id() }),
    output: () =>
      pageOf({
        id: z.string(),
        name: z.string(),
        filter: segmentFilter(),
        words: z.string(),
        createdAt: z.number(),
      }),
    targets: onList,
  }),
  'numberLists.addSegment': operation({
    name: 'numberLists.addSegment',
    kind: 'command',
    title: 'Save segment',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ id: id(), name: recordName('segment'), filter: segmentFilter() }),
    output: () => z.strictObject({ segment: z.string() }),
    targets: onList,
    states: ['ready'],
  }),
  'numberLists.removeSegment': operation({
    name: 'numberLists.removeSegment',
    kind: 'command',
    title: 'Remove segment',
    permission: 'numberLists.edit',
    input: () => z.strictObject({ id: id(), segment: id() }),
    output: () => z.strictObject({ removed: z.boolean() }),
    targets: onList,
    states: ['ready'],
  }),
};
