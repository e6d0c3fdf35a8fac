import type { OutputOf } from '#shared/operations/index.ts';

type Flow = OutputOf<'userFlow.get'>;

/** Pixels of the picture: of a box, between boxes, of a step's column. */
export const BOX = { width: 128, least: 20, gap: 10 };
export const STEP = 212;
const TALLEST = 420;

/** An intent at a step, as a box. */
export interface FlowBox {
  readonly step: number;
  readonly intent: string;
  readonly dialogs: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** A move between two boxes, as a band. */
export interface FlowBand {
  readonly from: FlowBox;
  readonly to: FlowBox;
  readonly dialogs: number;
  readonly path: string;
}

export interface FlowPicture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly FlowBox[];
  readonly bands: readonly FlowBand[];
}

/** Where everything of the picture stands: heights are in proportion to dialogs. */
export function pictureOf({ steps, moves }: Flow): FlowPicture {
  const most = Math.max(1, ...steps.map((step) => step.reduce((sum, { dialogs }) => sum + dialogs, 0)));
  const scale = TALLEST / most;
  const boxes: FlowBox[] = [];
  for (const [step, intents] of steps.entries()) {
    let y = 0;
    for (const { intent, dialogs } of intents) {
      const height = Math.max(BOX.least, dialogs * scale);
      boxes.push({ step, intent, dialogs, x: step * STEP, y, height });
      y += height + BOX.gap;
    }
  }
  const out = new Map<FlowBox, number>();
  const into = new Map<FlowBox, number>();
  const bands = moves
    .toSorted((one, other) => other.dialogs - one.dialogs)
    .flatMap(({ step, from, to, dialogs }) => {
      const start = boxes.find((box) => box.step === step && box.intent === from);
      const end = boxes.find((box) => box.step === step + 1 && box.intent === to);
      if (start === undefined || end === undefined) return [];
      const thick = {
        start: (dialogs / start.dialogs) * start.height,
        end: (dialogs / end.dialogs) * end.height,
      };
      const y0 = start.y + (out.get(start) ?? 0);
      const y1 = end.y + (into.get(end) ?? 0);
      out.set(start, (out.get(start) ?? 0) + thick.start);
      into.set(end, (into.get(end) ?? 0) + thick.end);
      return [
        {
          from: start,
          to: end,
          dialogs,
          path: band({ x: start.x + BOX.width, y: y0 }, { x: end.x, y: y1 }, thick),
        },
      ];
    });
  const shown = steps.filter((step) => step.length > 0).length;
  return {
    width: Math.max(0, shown - 1) * STEP + BOX.width,
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height)),
    boxes,
    bands,
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function band(from: Point, to: Point, thick: { readonly start: number; readonly end: number }): string {
  const middle = (from.x + to.x) / 2;
  return [
    `M ${from.x} ${from.y}`,
    `C ${middle} ${from.y}, ${middle} ${to.y}, ${to.x} ${to.y}`,
    `L ${to.x} ${to.y + thick.end}`,
    `C ${middle} ${to.y + thick.end}, ${middle} ${from.y + thick.start}, ${from.x} ${from.y + thick.start}`,
    'Z',
  ].join(' ');
}
