import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { recordName, version } from './fields.ts';

export const BROADCAST_STATES = [
  'draft',
  'scheduled',
  'running',
  'suspending',
  'suspended',
  'finishing',
  'finished',
] as const;
export type BroadcastState = (typeof BROADCAST_STATES)[number];

/**
 * How an attempt ended. `interrupted`: a crash hid the end; it is not dialled again by itself. `not-placed`: the
 * gateway turned it away before anybody's telephone rang; it does not count as an attempt.
 */
export const OUTCOMES = [
  'answered',
  'busy',
  'no-answer',
  'rejected',
  'invalid',
  'failed',
  'interrupted',
  'not-placed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What places a broadcast's calls; `practice` is built in, the others are records of an account. */
export const GATEWAY_KINDS = ['practice', 'practice-sip', 'sip', 'asterisk'] as const;
export type GatewayKind = (typeof GATEWAY_KINDS)[number];

/** Who or what holds a broadcast. */
export const SUSPENDED_BECAUSE = [
  'person',
  'console-closed',
  'crash',
  'list-removed',
  'gateway-down',
  'congestion',
  'abandoned',
  'do-not-call',
  'starter',
] as const;
export type SuspendedBecause = (typeof SUSPENDED_BECAUSE)[number];

const settings = () => ({
  list: id().meta({ label: 'Number list' }),
  callsPerSecond: z.number().min(0.1).max(200).default(5).meta({ label: 'Calls per second' }),
  lines: z.int().min(1).max(1000).default(20).meta({ label: 'Lines' }),
  attempts: z.int().min(1).max(5).default(2).meta({ label: 'Attempts per number' }),
  /** Unix ms; absent: started by hand. */
  startAt: z.int().min(0).optional().meta({ label: 'Start at' }),
});

// INVARIANT: columns other than id, name, state, node and version are null for a minimal row (reading rule 9).
const broadcastRow = () => ({
  id: z.string(),
  name: z.string(),
  state: z.enum(BROADCAST_STATES),
  node: z.string(),
  nodeName: z.string().nullable(),
  listName: z.string().nullable(),
  total: z.number().nullable(),
  done: z.number().nullable(),
  answered: z.number().nullable(),
  gateway: z.string().nullable(),
  createdAt: z.number().nullable(),
  createdBy: z.string().nullable(),
  version: z.number(),
});

const acting = ['broadcasts.start', 'broadcasts.suspend', 'broadcasts.finish'] as const;
const onBroadcast = (input: { id: string }) => [{ kind: 'broadcast', id: input.id } as const];
const changed = () => z.strictObject({ state: z.enum(BROADCAST_STATES), version: z.number() });

export const broadcastOperations = {
  'broadcasts.list': operation({
    name: 'broadcasts.list',
    kind: 'query',
    title: 'Voice broadcasts',
    permission: 'broadcasts.view',
    minimalFor: acting,
    reach: 'within',
    input: () =>
      listInput(['name', 'state', 'createdAt'], {
        state: z.enum(BROADCAST_STATES).optional().meta({ label: 'State' }),
      }),
    output: () => pageOf(broadcastRow()),
    targets: (input) => [{ kind: 'node', id: input.node ?? PLATFORM_ID }],
  }),
  'broadcasts.get': operation({
    name: 'broadcasts.get',
    kind: 'query',
    title: 'Voice broadcast',
    permission: 'broadcasts.view',
    minimalFor: acting,
    input: () => z.strictObject({ id: id() }),
    output: () =>
      z.strictObject({
        ...broadcastRow(),
        list: z.string().nullable(),
        callsPerSecond: z.number().nullable(),
        lines: z.number().nullable(),
        attempts: z.number().nullable(),
        startAt: z.number().nullable(),
        startedAt: z.number().nullable(),
        finishedAt: z.number().nullable(),
        /** Why it is suspended: 'person', 'console-closed' or 'crash'. */
        suspendedBecause: z.string().nullable(),
        liveCalls: z.number().nullable(),
        job: z.string().nullable(),
      }),
    targets: onBroadcast,
  }),
  'broadcasts.outcomes': operation({
    name: 'broadcasts.outcomes',
    kind: 'query',
    title: 'Outcomes',
    permission: 'broadcasts.view',
    input: () => z.strictObject({ id: id() }),
    output: () =>
      z.strictObject({
        totals: z.array(z.strictObject({ outcome: z.enum(OUTCOMES), numbers: z.number() })),
        notCalled: z.number(),
        /** At most 60 buckets over the time of calling; `at` is the bucket's start in Unix ms. */
        overTime: z.array(
          z.strictObject({
            at: z.number(),
            answered: z.number(),
            busy: z.number(),
            noAnswer: z.number(),
            other: z.number(),
          }),
        ),
      }),
    targets: onBroadcast,
  }),
  'broadcasts.attempts': operation({
    name: 'broadcasts.attempts',
    kind: 'query',
    title: 'Attempts',
    permission: 'broadcasts.view',
    input: () =>
      listInput(['startedAt', 'number', 'outcome'], {
        id: id(),
        outcome: z.enum(OUTCOMES).optional().meta({ label: 'Outcome' }),
      }),
    output: () =>
      pageOf({
        number: z.string(),
        name: z.string(),
        attempt: z.number(),
        outcome: z.string(),
        startedAt: z.number(),
        /** Seconds; 0 if nobody answered. */
        talk: z.number(),
      }),
    targets: onBroadcast,
  }),
  'broadcasts.create': operation({
    name: 'broadcasts.create',
    kind: 'command',
    title: 'Create voice broadcast',
    permission: 'broadcasts.create',
    input: () =>
      z.strictObject({
        node: id().meta({ label: 'Account' }),
        name: recordName('broadcast'),
        ...settings(),
      }),
    output: () => z.strictObject({ id: z.string(), state: z.enum(BROADCAST_STATES), version: z.number() }),
    targets: (input) => [{ kind: 'node', id: input.node }],
  }),
  'broadcasts.edit': operation({
    name: 'broadcasts.edit',
    kind: 'command',
    title: 'Edit voice broadcast',
    permission: 'broadcasts.create',
    input: () =>
      z.strictObject({ id: id(), version: version(), name: recordName('broadcast'), ...settings() }),
    output: () => changed(),
    targets: onBroadcast,
    states: ['draft', 'scheduled'],
  }),
  'broadcasts.start': operation({
    name: 'broadcasts.start',
    kind: 'command',
    title: 'Start broadcast',
    permission: 'broadcasts.start',
    input: () => z.strictObject({ id: id(), version: version().optional() }),
    output: () => z.strictObject({ state: z.enum(BROADCAST_STATES), version: z.number(), job: z.string() }),
    targets: onBroadcast,
    states: ['draft', 'scheduled'],
    danger: true,
    offline: 'queued',
  }),
  'broadcasts.suspend': operation({
    name: 'broadcasts.suspend',
    kind: 'command',
    title: 'Suspend broadcast',
    permission: 'broadcasts.suspend',
    input: () => z.strictObject({ id: id(), version: version().optional() }),
    output: () => changed(),
    targets: onBroadcast,
    states: ['running', 'scheduled'],
  }),
  'broadcasts.resume': operation({
    name: 'broadcasts.resume',
    kind: 'command',
    title: 'Resume broadcast',
    permission: 'broadcasts.start',
    input: () => z.strictObject({ id: id(), version: version().optional() }),
    output: () => z.strictObject({ state: z.enum(BROADCAST_STATES), version: z.number(), job: z.string() }),
    targets: onBroadcast,
    states: ['suspended'],
    danger: true,
  }),
  'broadcasts.finish': operation({
    name: 'broadcasts.finish',
    kind: 'command',
    title: 'Finish broadcast',
    permission: 'broadcasts.finish',
    input: () => z.strictObject({ id: id(), version: version().optional() }),
    output: () => changed(),
    targets: onBroadcast,
    states: ['running', 'suspended', 'scheduled'],
    danger: true,
  }),
};
