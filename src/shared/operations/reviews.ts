import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { bulkResult, filePath, recordName, version } from './fields.ts';

/** Why an item of a review needs a look first, the gravest first. */
export const ORPHANS = ['archived-scope', 'unknown-role', 'switched-off', 'over', 'never-signed-in'] as const;
export type Orphan = (typeof ORPHANS)[number];

const reviewRow = () => ({
  id: z.string(),
  title: z.string(),
  node: z.string(),
  nodeName: z.string(),
  realmName: z.string(),
  state: z.enum(['open', 'closed']),
  items: z.number(),
  orphans: z.number(),
  confirmed: z.number(),
  revoked: z.number(),
  /** Taken away by somebody outside of the review. */
  gone: z.number(),
  createdAt: z.number(),
  createdBy: z.string(),
  closedAt: z.number().nullable(),
  version: z.number(),
});

const itemRow = () => ({
  seq: z.number(),
  assignment: z.string(),
  person: z.string(),
  personName: z.string(),
  email: z.string(),
  pack: z.string(),
  role: z.string(),
  node: z.string(),
  nodeName: z.string(),
  from: z.number().nullable(),
  until: z.number().nullable(),
  givenAt: z.number(),
  /** One of ORPHANS, or empty. */
  orphan: z.string(),
  /** 'open', 'confirmed', 'revoked', or 'gone': taken away outside of the review. */
  verdict: z.string(),
  decidedAt: z.number().nullable(),
  decidedBy: z.string(),
});

const onReview = (input: { id: string }) => [{ kind: 'access-review', id: input.id } as const];
const seq = () => z.int().positive().meta({ label: 'Item' });

/** Dated snapshots of who holds what, to confirm or revoke one by one. */
export const reviewOperations = {
  'reviews.list': operation({
    name: 'reviews.list',
    kind: 'query',
    title: 'Access reviews',
    permission: 'assignments.grant',
    reach: 'within',
    input: () =>
      listInput(['title', 'createdAt'], {
        state: z.enum(['open', 'closed']).optional().meta({ label: 'State' }),
      }),
    output: () => pageOf(reviewRow()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'reviews.get': operation({
    name: 'reviews.get',
    kind: 'query',
    title: 'Access review',
    permission: 'assignments.grant',
    input: () => z.strictObject({ id: id() }),
    output: () => z.strictObject(reviewRow()),
    targets: onReview,
  }),
  'reviews.items': operation({
    name: 'reviews.items',
    kind: 'query',
    title: 'Items of an access review',
    permission: 'assignments.grant',
    input: () =>
      listInput(['seq', 'person', 'role', 'node', 'givenAt'], {
        id: id(),
        verdict: z.enum(['open', 'confirmed', 'revoked', 'gone']).optional().meta({ label: 'Decision' }),
        orphan: z.enum(ORPHANS).optional().meta({ label: 'Needs a look' }),
        orphansOnly: z.boolean().default(false).meta({ label: 'Orphans only' }),
      }),
    /** Orphans first. */
    output: () => pageOf(itemRow()),
    targets: onReview,
  }),
  'reviews.start': operation({
    name: 'reviews.start',
    kind: 'command',
    title: 'Start access review',
    permission: 'assignments.grant',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Scope' }),
        title: recordName('review').meta({ label: 'Title' }),
      }),
    output: () => z.strictObject({ id: z.string(), items: z.number(), orphans: z.number() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'reviews.confirm': operation({
    name: 'reviews.confirm',
    kind: 'command',
    title: 'Confirm',
    permission: 'assignments.grant',
    input: () => z.strictObject({ id: id(), items: z.array(seq()).min(1).max(1000) }),
    output: () => bulkResult(),
    targets: onReview,
    states: ['open'],
  }),
  'reviews.revoke': operation({
    name: 'reviews.revoke',
    kind: 'command',
    title: 'Take role',
    permission: 'assignments.grant',
    input: () => z.strictObject({ id: id(), item: seq(), assignment: id() }),
    output: () => z.strictObject({}),
    targets: (input) => [
      { kind: 'access-review', id: input.id },
      { kind: 'assignment', id: input.assignment },
    ],
    /** Of the review: open. Of the assignment: either, for what lies in archived scopes comes first. */
    states: ['open', 'given', 'archived'],
    danger: true,
  }),
  'reviews.revokeMany': operation({
    name: 'reviews.revokeMany',
    kind: 'command',
    title: 'Take many roles',
    permission: 'assignments.grant',
    reach: 'each',
    input: () => z.strictObject({ id: id(), items: z.array(seq()).min(1).max(1000) }),
    output: () => bulkResult(),
    targets: () => [],
    danger: true,
  }),
  'reviews.close': operation({
    name: 'reviews.close',
    kind: 'command',
    title: 'Close review',
    permission: 'assignments.grant',
    input: () => z.strictObject({ id: id(), version: version() }),
    /** How many items stay undecided. */
    output: () => z.strictObject({ version: z.number(), undecided: z.number() }),
    targets: onReview,
    states: ['open'],
    danger: true,
  }),
  'reviews.export': operation({
    name: 'reviews.export',
    kind: 'command',
    title: 'Export review',
    permission: 'assignments.grant',
    input: () =>
      z.strictObject({
        id: id(),
        file: filePath('Save as'),
        overwrite: z.boolean().default(false).meta({ label: 'Replace the file if it exists' }),
      }),
    output: () => z.strictObject({ file: z.string(), rows: z.number() }),
    targets: onReview,
  }),
};
