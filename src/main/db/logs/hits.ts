import type { RawDatabase, RawStatement } from '../open.ts';
import { SLOTS_PER_MS } from './months.ts';
import { fromWhere, isHit, type Keys, narrowest, type Question } from './question.ts';
import { entryOf, matchOf } from './search.ts';

/** What one question may still look at, in whole messages; shared by the months that it goes through. */
export interface Effort {
  left: number;
}

type Direction = 'asc' | 'desc';
type Candidate = readonly [key: number, hit: number];

const FIRST_LOOK = 416;
const LONGEST_LOOK = 8_192;
/**
 * A month's index that was walked to its end counts as a look at one of so many of the month's messages: to find few
 * hits costs it more than to find none, for then one of the trigrams is rare.
 */
const [WALK_TO_HITS, WALK_TO_NONE] = [500, 1_500];

/** Looks for candidates of a question's text from one side, a bounded number at a time. */
interface Source {
  /** Whether it names its candidates by the text index, which it has to walk through to its end. */
  readonly walks: boolean;
  /** The next candidates within keys, and the keys that are left to look at; null: none. */
  next(keys: Keys, limit: number): { found: Candidate[]; left: Keys | null };
}

function remaining(keys: Keys, direction: Direction, last: number): Keys | null {
  const left = direction === 'desc' ? { from: keys.from, to: last } : { from: last + 1, to: keys.to };
  return left.from < left.to ? left : null;
}

type Prepare = (sql: string) => RawStatement;

/** All messages that an index or the order of time names: for what the text index can't know. */
function scanOf(question: Question, direction: Direction, prepare: Prepare): Source {
  const hit = isHit(question);
  return {
    walks: false,
    next(keys, limit) {
      const { sql, parameters } = fromWhere(narrowest(question), keys, 'messages');
      const found = prepare(`select key, (${hit.sql}) ${sql} order by key ${direction} limit ?`)
        .raw()
        .all(...hit.parameters, ...parameters, limit) as unknown as Candidate[];
      const last = found.at(-1);
      const ended = found.length < limit || last === undefined;
      return { found, left: ended ? null : remaining(keys, direction, last[0]) };
    },
  };
}

/** The messages that the text index names. */
function indexOf(
  question: Question,
  match: string,
  { direction, prepare }: { direction: Direction; prepare: Prepare },
): Source {
  const hit = isHit(question);
  const entries = `select rowid from messages_text
    where messages_text match ? and rowid >= cast(? as integer) and rowid <= cast(? as integer)
    order by rowid ${direction} limit ?`;
  const messages = `select key, (key >= ? and key < ? and ${hit.sql})
    from (select value as entry from json_each(?)) cross join messages
      on messages.key >= entry * ${SLOTS_PER_MS} and messages.key < (entry + 1) * ${SLOTS_PER_MS}`;
  const sign = direction === 'asc' ? 1 : -1;
  return {
    walks: true,
    next(keys, limit) {
      const some = prepare(entries)
        .pluck()
        .all(match, entryOf(keys.from), entryOf(keys.to - 1), limit) as unknown as number[];
      if (some.length === 0) return { found: [], left: null };
      const found = prepare(messages)
        .raw()
        .all(keys.from, keys.to, ...hit.parameters, JSON.stringify(some)) as unknown as Candidate[];
      const last = some.at(-1);
      if (some.length < limit || last === undefined) return { found: inOrder(found, sign), left: null };
      const edge = direction === 'desc' ? last * SLOTS_PER_MS : (last + 1) * SLOTS_PER_MS - 1;
      return { found: inOrder(found, sign), left: remaining(keys, direction, edge) };
    },
  };
}

function inOrder(found: Candidate[], sign: number): Candidate[] {
  return found.toSorted((one, other) => sign * (one[0] - other[0]));
}

/**
 * The matches of a question with text in one month, found from one side and remembered: who reads on goes on where the
 * last page ended. `messages`: how many the month has.
 */
export class Hits {
  /** In the direction of the search. */
  readonly keys: number[] = [];
  readonly #source: Source;
  #left: Keys | null;
  #look = FIRST_LOOK;
  readonly #messages: number;

  constructor(
    question: Question,
    keys: Keys,
    { direction, prepare, messages }: { direction: Direction; prepare: Prepare; messages: number },
  ) {
    this.#messages = messages;
    const match = question.client === null && question.tag === null ? matchOf(question.search ?? '') : null;
    this.#source =
      match === null
        ? scanOf(question, direction, prepare)
        : indexOf(question, match, { direction, prepare });
    this.#left = keys.from < keys.to ? keys : null;
  }

  /** Whether all matches are known. */
  get done(): boolean {
    return this.#left === null;
  }

  /** Matches beyond this key (in the direction of the search) are not known yet. */
  isKnown(key: number, direction: Direction): boolean {
    const left = this.#left;
    if (left === null) return true;
    return direction === 'desc' ? key >= left.to : key < left.from;
  }

  /** Goes on until so many are known, all are, or the effort is used up. */
  grow(wanted: number, effort: Effort): void {
    while (this.#left !== null && this.keys.length < wanted && effort.left > 0) {
      const look = Math.min(this.#look, Math.max(effort.left, FIRST_LOOK));
      const { found, left } = this.#source.next(this.#left, look);
      for (const [key, hit] of found) if (hit === 1) this.keys.push(key);
      effort.left -= Math.max(found.length, 1);
      if (left === null && this.#source.walks)
        effort.left -= Math.ceil(this.#messages / (this.keys.length > 0 ? WALK_TO_HITS : WALK_TO_NONE));
      this.#left = left;
      this.#look = Math.min(LONGEST_LOOK, this.#look * 2);
    }
  }
}

/** Statements of one connection by their text. */
export function statementsOf(raw: RawDatabase): Prepare {
  const known = new Map<string, RawStatement>();
  return (sql) => {
    let statement = known.get(sql);
    if (statement === undefined) {
      statement = raw.prepare(sql);
      known.set(sql, statement);
    }
    return statement;
  };
}
