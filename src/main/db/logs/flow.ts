import { type Asked, keysIn, seenIn } from './asked.ts';
import { type Carried, carriedInto, carriedOn, nameOf } from './carried.ts';
import type { Month, Span } from './months.ts';
import type { LogReader } from './reader.ts';
import type { LogReaders } from './readers.ts';
import type { LogScope } from './rows.ts';

/** How dialogs move through intents. */
export interface Flow {
  /** Dialogs in the span, and those with an intent. */
  readonly dialogs: number;
  readonly withIntent: number;
  /** By step from the first: how many dialogs had which intent there. */
  readonly steps: readonly ReadonlyMap<string, number>[];
  /** Moves from a step's intent to the next step's, and how many dialogs made them. */
  readonly moves: readonly { step: number; from: string; to: string; dialogs: number }[];
}

/** Works out how dialogs that began in a span move through their first intents. */
export function flowOf(
  readers: LogReaders,
  scopes: readonly LogScope[],
  { span, steps }: { readonly span: Span; readonly steps: number },
): Flow {
  let dialogs = 0;
  let withIntent = 0;
  const at: Map<string, number>[] = Array.from({ length: steps }, () => new Map());
  const moves = new Map<string, { step: number; from: string; to: string; dialogs: number }>();
  const add = (path: readonly string[], many: number): void => {
    const shown = path.slice(0, steps);
    for (const [step, intent] of shown.entries()) {
      const here = at[step] as Map<string, number>;
      here.set(intent, (here.get(intent) ?? 0) + many);
      const next = shown[step + 1];
      if (next === undefined) continue;
      const name = JSON.stringify([step, intent, next]);
      const move = moves.get(name);
      if (move === undefined) moves.set(name, { step, from: intent, to: next, dialogs: many });
      else move.dialogs += many;
    }
  };
  for (const [month, some] of readers.months(readers.withLog(scopes), span)) {
    for (const scope of some) {
      const reader = readers.reader(scope.account, month);
      if (reader === null) continue;
      const { paths, whole } = mended(readers, pathsIn(reader, { scope, span }), {
        scope,
        span,
        reader,
        month,
      });
      for (const path of whole) {
        dialogs += 1;
        if (path.length === 0) continue;
        withIntent += 1;
        add(path, 1);
      }
      for (const [path, many] of paths) {
        dialogs += many;
        if (path === '') continue;
        withIntent += many;
        add(
          path.split(' ').map((id) => reader.wordOf(Number(id))),
          many,
        );
      }
    }
  }
  readers.trim();
  return { dialogs, withIntent, steps: at, moves: [...moves.values()] };
}

/** Paths of a month's dialogs, each with how many took it. */
function pathsIn(reader: LogReader, { scope, span }: Asked): Map<string, number> {
  const seen = seenIn(reader, scope);
  const keys = keysIn(reader, span);
  const rows = reader.rows(
    `select project, path from dialogs ${keys.index} where first >= ? and first < ?`,
    keys.from,
    keys.to,
  ) as Iterable<[number, string]>;
  const paths = new Map<string, number>();
  for (const [project, path] of rows) if (seen(project)) paths.set(path, (paths.get(path) ?? 0) + 1);
  return paths;
}

/**
 * The same without the dialogs that began in the month before, and without those that go on in the month after; these as
 * whole paths of intents.
 */
function mended(
  readers: LogReaders,
  paths: Map<string, number>,
  { scope, span, reader, month }: Asked & { readonly reader: LogReader; readonly month: Month },
): { paths: Map<string, number>; whole: string[][] } {
  const seen = seenIn(reader, scope);
  const keys = keysIn(reader, span);
  const counted = ({ project, first }: Carried) => seen(project) && first >= keys.from && first < keys.to;
  const takeBack = ({ path }: Carried) => {
    const rest = (paths.get(path) ?? 0) - 1;
    if (rest > 0) paths.set(path, rest);
    else paths.delete(path);
  };
  const before = carriedInto(readers, scope.account, month);
  for (const part of before.values()) if (counted(part)) takeBack(part);
  const whole: string[][] = [];
  for (const { part, more } of carriedOn(readers, scope.account, month)) {
    if (!counted(part) || before.has(nameOf(reader, part))) continue;
    takeBack(part);
    whole.push([part, ...more].flatMap(({ intents }) => [...intents]));
  }
  return { paths, whole };
}
