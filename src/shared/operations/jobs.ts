import { id } from '../ids.ts';
import { operation } from '../operation.ts';
import { z } from '../zod.ts';

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export type JobState = (typeof JOB_STATES)[number];

const job = () =>
  z.strictObject({
    id: z.string(),
    kind: z.enum(['import-number-list', 'export-raw-log', 'export-list', 'broadcast']),
    title: z.string(),
    state: z.enum(JOB_STATES),
    node: z.string(),
    /** Units done and in all (bytes, rows or numbers); total null while unknown. */
    done: z.number(),
    total: z.number().nullable(),
    unit: z.string(),
    /** Seconds left, null while unknown. */
    secondsLeft: z.number().nullable(),
    message: z.string(),
    /** Counts and paths that the job ended with. */
    result: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
    /** The record that the job works on. */
    subject: z.string().nullable(),
    createdAt: z.number(),
    endedAt: z.number().nullable(),
  });
export type Job = z.output<ReturnType<typeof job>>;

export const jobOperations = {
  'jobs.list': operation({
    name: 'jobs.list',
    kind: 'query',
    title: 'My jobs',
    permission: 'signed-in',
    input: () => z.strictObject({ limit: z.int().min(1).max(200).default(50) }),
    /** The person's own jobs, newest first. */
    output: () => z.array(job()),
    targets: () => [],
  }),
  'jobs.get': operation({
    name: 'jobs.get',
    kind: 'query',
    title: 'Job',
    permission: 'signed-in',
    input: () => z.strictObject({ id: id() }),
    output: () => job(),
    targets: () => [],
  }),
  'jobs.cancel': operation({
    name: 'jobs.cancel',
    kind: 'command',
    title: 'Cancel job',
    permission: 'signed-in',
    input: () => z.strictObject({ id: id() }),
    output: () => z.strictObject({ state: z.enum(JOB_STATES) }),
    targets: () => [],
    danger: true,
  }),
};
