import { id } from '../ids.ts';
import { operation } from '../operation.ts';
import { z } from '../zod.ts';

/** The longest span that figures are worked out for, in days. */
export const FIGURES_DAYS = 400;
/** Steps of a dialog that the user flow shows. */
export const FLOW_STEPS = 5;

const DAY = 86_400_000;

const span = () => ({
  node: id().meta({ label: 'Project' }),
  /** Unix ms: from inclusive, to exclusive; whole hours around them count. */
  from: z.int().min(0).meta({ label: 'From' }),
  to: z.int().min(0).meta({ label: 'To' }),
});

const spanned = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape).refine(
    (input) => {
      const { from, to } = input as unknown as { from: number; to: number };
      return to > from && to - from <= FIGURES_DAYS * DAY;
    },
    { path: ['to'], message: `Choose an end after the start, at most ${FIGURES_DAYS} days later.` },
  );

/** An IANA time zone: days and hours are those of its clocks. */
const zone = () => z.string().min(1).max(64).default('UTC').meta({ label: 'Time zone' });

const totals = () => ({
  messages: z.number(),
  dialogs: z.number(),
  /** Clients with a dialog in the span, and those of them with more than one. */
  clients: z.number(),
  returning: z.number(),
});

const onProject = (input: { node: string }) => [{ kind: 'node', id: input.node } as const];

export const projectFigureOperations = {
  'projects.overview': operation({
    name: 'projects.overview',
    kind: 'query',
    title: 'Project overview',
    permission: 'projectOverview.view',
    input: () => spanned({ ...span(), zone: zone() }),
    output: () =>
      z.strictObject({
        ...totals(),
        /** Messages and dialogs by day, 'yyyy-mm-dd' of the zone, in order; days on which nothing was said too. */
        days: z.array(
          z.strictObject({
            day: z.string(),
            incoming: z.number(),
            outgoing: z.number(),
            dialogs: z.number(),
          }),
        ),
        /** The busiest first. */
        channels: z.array(z.strictObject({ channel: z.string(), messages: z.number(), dialogs: z.number() })),
      }),
    targets: onProject,
  }),
  'projects.statistics': operation({
    name: 'projects.statistics',
    kind: 'query',
    title: 'Project statistics',
    permission: 'projectStatistics.view',
    input: () => spanned({ ...span(), zone: zone() }),
    output: () =>
      z.strictObject({
        ...totals(),
        /** By hour of the day, 0 to 23, over the whole span. */
        hours: z.array(z.strictObject({ hour: z.number(), messages: z.number(), dialogs: z.number() })),
        /** By day of the week, 0 Sunday to 6. */
        weekdays: z.array(z.strictObject({ weekday: z.number(), messages: z.number(), dialogs: z.number() })),
        /** Dialogs by how many messages they have: from that many on, up to before the next. */
        lengths: z.array(z.strictObject({ from: z.number(), dialogs: z.number() })),
        /** Messages of a dialog, on the average; null without dialogs. */
        averageLength: z.number().nullable(),
        channels: z.array(z.strictObject({ channel: z.string(), messages: z.number(), dialogs: z.number() })),
      }),
    targets: onProject,
  }),
  'userFlow.get': operation({
    name: 'userFlow.get',
    kind: 'query',
    title: 'User flow',
    permission: 'userFlow.view',
    input: () => spanned(span()),
    output: () =>
      z.strictObject({
        dialogs: z.number(),
        withIntent: z.number(),
        /** By step: the commonest intents, and all others as one with an empty name. */
        steps: z.array(z.array(z.strictObject({ intent: z.string(), dialogs: z.number() }))),
        /** Moves from a step to the next one. */
        moves: z.array(
          z.strictObject({ step: z.number(), from: z.string(), to: z.string(), dialogs: z.number() }),
        ),
      }),
    targets: onProject,
  }),
};
