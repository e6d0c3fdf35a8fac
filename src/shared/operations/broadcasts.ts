import { callingHours, DEFAULT_RETRIES, keyMap, retryTable, zoneName } from '../dialling.ts';
import { id, PLATFORM_ID } from '../ids.ts';
import { operation } from '../operation.ts';
import { listInput, pageOf } from '../page.ts';
import { z } from '../zod.ts';
import { filePath, recordName, version } from './fields.ts';

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
 * How an attempt ended. `machine`: an answering machine took it and was hung up on; `interrupted`: a crash hid the end; it is not dialled again by itself. `not-placed`: the
 * gateway turned it away before anybody's telephone rang; it does not count as an attempt.
 */
export const OUTCOMES = [
  'answered',
  'machine',
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
export const GATEWAY_KINDS = ['practice', 'practice-sip', 'sip', 'asterisk', 'twilio'] as const;
export type GatewayKind = (typeof GATEWAY_KINDS)[number];

/** `off`: whoever or whatever answers hears the prompt; `hang-up`: only people do. */
export const MACHINE_CHOICES = ['off', 'hang-up'] as const;
export type MachineChoice = (typeof MACHINE_CHOICES)[number];

/** Who or what holds a broadcast. */
export const SUSPENDED_BECAUSE = [
  'person',
  'console-closed',
  'crash',
  'list-removed',
  'list-emptied',
  'gateway-down',
  'congestion',
  'abandoned',
  'do-not-call',
  'starter',
] as const;
export type SuspendedBecause = (typeof SUSPENDED_BECAUSE)[number];

const settings = () => ({
  list: id().meta({ label: 'Number list' }),
  /** A version of the list; absent: the newest when it is started. */
  listVersion: id().optional().meta({ label: 'Version' }),
  /** Absent: every entry of the list. */
  segment: id().optional().meta({ label: 'Segment' }),
  /** Absent: the built-in practice gateway. */
  gateway: id().optional().meta({ label: 'Gateway' }),
  prompt: id().optional().meta({ label: 'Prompt' }),
  callers: z.array(id()).max(50).default([]).meta({ label: 'Caller ids' }),
  callerCap: z.int().min(1).max(100_000).optional().meta({ label: 'Calls a day per caller id' }),
  hours: callingHours().default([]).meta({ label: 'Calling hours' }),
  zone: zoneName().optional().meta({ label: 'Time zone of numbers without one' }),
  callsPerSecond: z.number().min(0.1).max(200).default(5).meta({ label: 'Calls per second' }),
  lines: z.int().min(1).max(1000).default(20).meta({ label: 'Lines' }),
  ringSeconds: z.int().min(5).max(120).default(30).meta({ label: 'Ring at most, seconds' }),
  talkSeconds: z.int().min(5).max(3600).default(120).meta({ label: 'Talk at most, seconds' }),
  attempts: z.int().min(1).max(5).default(2).meta({ label: 'Attempts per number' }),
  retries: retryTable()
    .default(() => [...DEFAULT_RETRIES])
    .meta({ label: 'Call again' }),
  keys: keyMap()
    .default(() => [{ key: '9', act: 'opt-out' as const }])
    .meta({ label: 'Keys' }),
  abandonedPercent: z.int().min(1).max(100).default(3).meta({ label: 'Silent calls at most, percent' }),
  machine: z.enum(MACHINE_CHOICES).default('off').meta({ label: 'Answering machines' }),
  /** Unix ms; absent: started by hand. */
  startAt: z.int().min(0).optional().meta({ label: 'Start at' }),
});

/** What a preflight looks at. */
export const PREFLIGHT_ITEMS = [
  'list',
  'same-list',
  'prompt',
  'gateway',
  'caller-ids',
  'hours',
  'do-not-call',
  'starter',
] as const;

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
        listVersion: z.string().nullable(),
        /** Which of the list's versions that is; null: the newest when it is started. */
        listOrdinal: z.number().nullable(),
        segment: z.string().nullable(),
        segmentName: z.string().nullable(),
        gatewayId: z.string().nullable(),
        gatewayName: z.string().nullable(),
        prompt: z.string().nullable(),
        promptName: z.string().nullable(),
        callers: z.array(z.string()).nullable(),
        callerCap: z.number().nullable(),
        hours: callingHours().nullable(),
        zone: z.string().nullable(),
        callsPerSecond: z.number().nullable(),
        lines: z.number().nullable(),
        ringSeconds: z.number().nullable(),
        talkSeconds: z.number().nullable(),
        attempts: z.number().nullable(),
        retries: retryTable().nullable(),
        keys: keyMap().nullable(),
        abandonedPercent: z.number().nullable(),
        startAt: z.number().nullable(),
        startedAt: z.number().nullable(),
        finishedAt: z.number().nullable(),
        finishedHow: z.string().nullable(),
        /** Who or what suspended it. */
        suspendedBecause: z.enum(SUSPENDED_BECAUSE).nullable(),
        /** What the gateway, or whatever else suspended it, said. */
        suspendedNote: z.string().nullable(),
        interrupted: z.number().nullable(),
        notCalled: z.number().nullable(),
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
        /** Attempts by their number, by the callee's hour, by seconds of ringing and talking, and by key. */
        stats: z.array(
          z.strictObject({
            kind: z.enum(['try', 'hour', 'ring', 'talk', 'key']),
            bucket: z.string(),
            outcome: z.enum(OUTCOMES),
            attempts: z.number(),
          }),
        ),
        pace: z.strictObject({
          /** Attempts in the latest minute that has begun. */
          lastMinute: z.number(),
          /** When the last number will have been called, Unix ms, by the pace and the calling hours; null: unknown. */
          endsAt: z.number().nullable(),
          /** When somebody may be called next, Unix ms; null: not within nine days. */
          opensAt: z.number().nullable(),
        }),
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
        /** Seconds until it was answered or ended unanswered. */
        ring: z.number(),
        /** Seconds; 0 if nobody answered. */
        talk: z.number(),
        /** What the callee pressed, in order. */
        keys: z.string(),
        /** What the callee saw; '' for what the gateway shows. */
        callerId: z.string(),
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
    states: ['running', 'suspending', 'suspended', 'scheduled'],
    danger: true,
  }),
  'broadcasts.preflight': operation({
    name: 'broadcasts.preflight',
    kind: 'query',
    title: 'Preflight',
    permission: 'broadcasts.view',
    minimalFor: acting,
    input: () => z.strictObject({ id: id() }),
    output: () =>
      z.strictObject({
        items: z.array(
          z.strictObject({
            item: z.enum(PREFLIGHT_ITEMS),
            /** `fault`: it can't be started so; `warning`: it can, and somebody should know. */
            verdict: z.enum(['ok', 'warning', 'fault']),
            message: z.string(),
            /** What to do about it; '' if all is well. */
            fix: z.string(),
          }),
        ),
        /** When calling may begin, Unix ms; null: not within nine days. */
        opensAt: z.number().nullable(),
      }),
    targets: onBroadcast,
  }),
  'broadcasts.exportAttempts': operation({
    name: 'broadcasts.exportAttempts',
    kind: 'command',
    title: 'Save attempts as CSV',
    permission: 'rawLogs.export',
    input: () => z.strictObject({ id: id(), file: filePath('Save as') }),
    output: () => z.strictObject({ rows: z.number() }),
    targets: onBroadcast,
  }),
  'broadcasts.copy': operation({
    name: 'broadcasts.copy',
    kind: 'command',
    title: 'Copy with the uncalled numbers',
    permission: 'broadcasts.create',
    input: () => z.strictObject({ id: id(), name: recordName('broadcast') }),
    output: () => z.strictObject({ id: z.string(), state: z.enum(BROADCAST_STATES), version: z.number() }),
    targets: onBroadcast,
    states: ['finished'],
  }),
  'broadcasts.redial': operation({
    name: 'broadcasts.redial',
    kind: 'command',
    title: 'Call interrupted numbers again',
    permission: 'broadcasts.start',
    input: () => z.strictObject({ id: id(), version: version().optional() }),
    output: () => z.strictObject({ numbers: z.number(), version: z.number() }),
    targets: onBroadcast,
    states: ['suspended'],
    danger: true,
  }),
};
