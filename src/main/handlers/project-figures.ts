import { FLOW_STEPS, type projectFigureOperations } from '#shared/operations/project-figures.ts';
import { fail, ok } from '#shared/reply.ts';
import type { Figures } from '../db/logs/figures.ts';
import { accountOf } from '../db/logs/scopes.ts';
import { logStoreOf } from '../db/logs/store.ts';
import { clockOf } from './clock-of-zone.ts';
import type { Context, HandlersOf, Tx } from './handler.ts';

/** Where a length's stretch begins, in messages. */
const LENGTHS = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100];
/** Intents of a step that are shown by name. */
const INTENTS = 8;

interface Asked {
  readonly node: string;
  readonly from: number;
  readonly to: number;
}

/** What the logs of projects come to, and how dialogs move through intents. */
export const projectFigureHandlers: HandlersOf<typeof projectFigureOperations> = {
  'projects.overview': async (tx, input, context) => {
    const clock = clockOf(input.zone);
    if (clock === null) return noZone();
    const figures = await figuresOf(tx, input, context);
    const days = new Map<string, { day: string; incoming: number; outgoing: number; dialogs: number }>();
    for (const day of clock.days(input.from, input.to)) {
      days.set(day, { day, incoming: 0, outgoing: 0, dialogs: 0 });
    }
    for (const { at, incoming, outgoing, dialogs } of figures.hours) {
      const day = days.get(clock.read(Math.max(at, input.from)).day);
      if (day === undefined) continue;
      day.incoming += incoming;
      day.outgoing += outgoing;
      day.dialogs += dialogs;
    }
    return ok({ ...totalsOf(figures), days: [...days.values()], channels: channelsOf(figures) });
  },

  'projects.statistics': async (tx, input, context) => {
    const clock = clockOf(input.zone);
    if (clock === null) return noZone();
    const figures = await figuresOf(tx, input, context);
    const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, messages: 0, dialogs: 0 }));
    const weekdays = Array.from({ length: 7 }, (_, weekday) => ({ weekday, messages: 0, dialogs: 0 }));
    for (const { at, incoming, outgoing, dialogs } of figures.hours) {
      const { hour, weekday } = clock.read(at);
      for (const part of [hours[hour], weekdays[weekday]]) {
        if (part === undefined) continue;
        part.messages += incoming + outgoing;
        part.dialogs += dialogs;
      }
    }
    const lengths = LENGTHS.map((from) => ({ from, dialogs: 0 }));
    let said = 0;
    for (const [length, dialogs] of figures.lengths) {
      said += length * dialogs;
      const stretch = lengths.findLast(({ from }) => from <= length);
      if (stretch !== undefined) stretch.dialogs += dialogs;
    }
    return ok({
      ...totalsOf(figures),
      hours,
      weekdays,
      lengths,
      averageLength: figures.dialogs === 0 ? null : said / figures.dialogs,
      channels: channelsOf(figures),
    });
  },

  'userFlow.get': async (tx, input, context) => {
    const scopes = await scopesOf(tx, input);
    const { from, to } = input;
    const flow = logStoreOf(context.folder).flow(scopes, { span: { from, to }, steps: FLOW_STEPS });
    const named = flow.steps.map((step) => new Set(commonest(step).map(([intent]) => intent)));
    const steps = flow.steps.map((step, index) => {
      const shown = [...step].filter(([intent]) => named[index]?.has(intent));
      const all = [...step.values()].reduce((sum, many) => sum + many, 0);
      const others = all - shown.reduce((sum, [, many]) => sum + many, 0);
      const list = shown
        .map(([intent, dialogs]) => ({ intent, dialogs }))
        .toSorted((one, other) => other.dialogs - one.dialogs);
      return others === 0 ? list : [...list, { intent: '', dialogs: others }];
    });
    const moves = new Map<string, { step: number; from: string; to: string; dialogs: number }>();
    for (const move of flow.moves) {
      const start = named[move.step]?.has(move.from) === true ? move.from : '';
      const end = named[move.step + 1]?.has(move.to) === true ? move.to : '';
      const name = JSON.stringify([move.step, start, end]);
      const sum = moves.get(name);
      if (sum === undefined) moves.set(name, { ...move, from: start, to: end });
      else sum.dialogs += move.dialogs;
    }
    return ok({ dialogs: flow.dialogs, withIntent: flow.withIntent, steps, moves: [...moves.values()] });
  },
};

function noZone() {
  const message = 'There is no such time zone; give one such as Europe/Berlin.';
  return fail('invalid-input', message, { fields: [{ path: 'zone', message }] });
}

/** The project's part of its account's log; a node that is no project has none. */
async function scopesOf(tx: Tx, { node }: Asked) {
  const account = await accountOf(tx, node);
  if (account === undefined) return [];
  // Asked at an account, the figures are of all its projects.
  return [{ account, projects: account === node ? null : new Set([node]) }];
}

async function figuresOf(tx: Tx, asked: Asked, context: Context): Promise<Figures> {
  const { from, to } = asked;
  return logStoreOf(context.folder).figures(await scopesOf(tx, asked), { from, to });
}

function totalsOf({ messages, dialogs, clients, returning }: Figures) {
  return { messages, dialogs, clients, returning };
}

function channelsOf({ channels }: Figures) {
  return [...channels]
    .map(([channel, figures]) => ({ channel, ...figures }))
    .toSorted((one, other) => other.messages - one.messages);
}

function commonest(step: ReadonlyMap<string, number>): [string, number][] {
  return [...step].toSorted((one, other) => other[1] - one[1]).slice(0, INTENTS);
}
