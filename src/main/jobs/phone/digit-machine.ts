/** Stands for a digit that is not known yet. */
export const ANY_DIGIT = '?';

/** Whether texts match a pattern: all that begin with the known digits, none of them, or it depends on the rest. */
export type Answer = 'all' | 'none' | 'some';

/** What a prefix pattern takes off every text that begins with the known digits. */
export interface Taken {
  readonly length: number;
  /** Whether its last group took part. */
  readonly captured: boolean;
}

type Kind = 'digit' | 'choice' | 'group' | 'end' | 'open';

interface State {
  readonly kind: Kind;
  /** Of a digit: bit n for the digit n. Of a group: its number. */
  readonly mask: number;
  /** What may follow, in the order in which a regular expression tries. */
  readonly next: readonly State[];
  /** Bit n: texts of n more digits may be accepted from here. */
  readonly lengths: number;
}

/** Makes the states of a part of a pattern, given the state behind it. */
type Part = (next: State) => State;

const EVERY_DIGIT = 0b11_1111_1111;
const UNKNOWN = ANY_DIGIT.charCodeAt(0);
const ZERO = 48;
/** A bit for each length; longer texts are not understood. */
const LONGEST = 30;

const END: State = { kind: 'end', mask: 0, next: [], lengths: 1 };
const OPEN: State = { kind: 'open', mask: 0, next: [], lengths: -1 };

const digit =
  (mask: number): Part =>
  (next) => ({ kind: 'digit', mask, next: [next], lengths: next.lengths << 1 });

const ended: Part = (next) => {
  if (next !== OPEN && next !== END) throw new SyntaxError('$ is understood only at an end.');
  return END;
};

const choiceOf = (next: readonly State[]): State =>
  next.length === 1
    ? (next[0] as State)
    : { kind: 'choice', mask: 0, next, lengths: next.reduce((all, { lengths }) => all | lengths, 0) };

function repeated(part: Part, least: number, most: number): Part {
  return (next) => {
    let state = next;
    for (let more = least; more < most; more++) state = choiceOf([part(state), next]);
    for (let must = 0; must < least; must++) state = part(state);
    return state;
  };
}

/** Reads what the phone metadata uses of regular expressions: digits, \d, [..], groups, |, ?, {n}, {n,m} and $. */
class Reader {
  readonly #source: string;
  #at = 0;
  groups = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Throws where a pattern has anything else in it. */
  whole(): Part {
    if (!this.#takes('^')) throw new SyntaxError('Only patterns bound to the start are understood.');
    const part = this.#alternatives();
    if (this.#at < this.#source.length) throw new SyntaxError('A bracket too many.');
    return part;
  }

  #takes(text: string): boolean {
    const taken = this.#source.startsWith(text, this.#at);
    if (taken) this.#at += text.length;
    return taken;
  }

  #takesAll(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #alternatives(): Part {
    const options: Part[][] = [[]];
    while (this.#at < this.#source.length && this.#source[this.#at] !== ')') {
      if (this.#takes('|')) options.push([]);
      else options.at(-1)?.push(this.#repeatedAtom());
    }
    return (next) =>
      choiceOf(options.map((parts) => parts.reduceRight((behind, part) => part(behind), next)));
  }

  #repeatedAtom(): Part {
    const groups = this.groups;
    const part = this.#atom();
    if (this.#takes('?')) return repeated(part, 0, 1);
    const times = this.#takesAll(/\{(\d+)(?:,(\d+))?\}/y);
    if (times === null) return part;
    if (groups !== this.groups) throw new SyntaxError('A group that repeats is not understood.');
    return repeated(part, Number(times[1]), Number(times[2] ?? times[1]));
  }

  #atom(): Part {
    if (this.#takes('\\d')) return digit(EVERY_DIGIT);
    if (this.#takes('(?:')) return this.#closed();
    if (this.#takes('(')) return this.#group();
    if (this.#takes('$')) return ended;
    const literal = this.#takesAll(/\d/y);
    if (literal !== null) return digit(1 << Number(literal[0]));
    const members = this.#takesAll(/\[((?:\d(?:-\d)?)+)\]/y)?.[1];
    if (members === undefined) throw new SyntaxError(`Not understood: ${this.#source.slice(this.#at)}`);
    let mask = 0;
    for (const [, from, to] of members.matchAll(/(\d)(?:-(\d))?/g)) {
      for (let member = Number(from); member <= Number(to ?? from); member++) mask |= 1 << member;
    }
    return digit(mask);
  }

  #group(): Part {
    const group = ++this.groups;
    const inner = this.#closed();
    if (inner(END).lengths & 1) throw new SyntaxError('A group that may be empty is not understood.');
    return (next) => inner({ kind: 'group', mask: group, next: [next], lengths: next.lengths });
  }

  #closed(): Part {
    const inner = this.#alternatives();
    if (!this.#takes(')')) throw new SyntaxError('A bracket is missing.');
    return inner;
  }
}

/**
 * A pattern of the phone metadata as an automaton, to say what it makes of all texts of one length that begin with the
 * same digits: `212???` stands for every text of six digits beginning with 212. Answers 'some' where it can't tell
 * cheaply; 'all' and 'none' hold for every such text, as a RegExp of the same source would say.
 */
export class DigitMachine {
  readonly #start: State;
  readonly #groups: number;
  #text = '';
  /** Whether the first way that matches is asked for, as by exec, or any, as by test. */
  #ordered = false;
  #end = 0;
  #captured = false;

  /** Throws a SyntaxError for a pattern that has more in it than digits, classes, groups and counts. */
  constructor(source: string) {
    const reader = new Reader(source);
    this.#start = reader.whole()(OPEN);
    this.#groups = reader.groups;
  }

  test(text: string): Answer {
    return this.#answer(text, false);
  }

  /** What `exec` would take off the texts; null if it matches none of them, 'some' if it is not the same for all. */
  take(text: string): Taken | null | 'some' {
    const answer = this.#answer(text, true);
    if (answer !== 'all') return answer === 'none' ? null : 'some';
    return { length: this.#end, captured: this.#captured };
  }

  #answer(text: string, ordered: boolean): Answer {
    if (text.length > LONGEST) return 'some';
    this.#text = text;
    this.#ordered = ordered;
    this.#captured = false;
    return this.#from(this.#start, 0);
  }

  #from(state: State, at: number): Answer {
    if (((state.lengths >>> (this.#text.length - at)) & 1) === 0) return 'none';
    switch (state.kind) {
      case 'digit': {
        const code = this.#text.charCodeAt(at);
        const known = code !== UNKNOWN;
        if (known && ((state.mask >>> (code - ZERO)) & 1) === 0) return 'none';
        const answer = this.#from(state.next[0] as State, at + 1);
        return known || state.mask === EVERY_DIGIT || answer === 'none' ? answer : 'some';
      }
      case 'choice':
        return this.#choose(state.next, at);
      case 'group': {
        const answer = this.#from(state.next[0] as State, at);
        if (answer === 'all' && state.mask === this.#groups) this.#captured = true;
        return answer;
      }
      default:
        this.#end = at;
        return 'all';
    }
  }

  #choose(options: readonly State[], at: number): Answer {
    let best: Answer = 'none';
    for (const option of options) {
      const answer = this.#from(option, at);
      if (answer === 'all') return 'all';
      if (answer === 'some') {
        // INVARIANT: which way exec takes is known only if no earlier way is in doubt.
        if (this.#ordered) return 'some';
        best = 'some';
      }
    }
    return best;
  }
}
