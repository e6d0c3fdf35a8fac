type Kind = 'digit' | 'choice' | 'group' | 'end' | 'open';

/** Of an automaton: what a text may go on with. */
export interface State {
  readonly kind: Kind;
  /** Of a digit: bit n for the digit n. Of a group: its number. */
  readonly mask: number;
  /** What may follow, in the order in which a regular expression tries. */
  readonly next: readonly State[];
  /** Bit n: texts of n more digits may be accepted from here; no more than 31. */
  readonly lengths: number;
}

/** Makes the states of a part of a pattern, given the state behind it. */
type Part = (next: State) => State;

export const EVERY_DIGIT = 0b11_1111_1111;

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
 * The automaton of a pattern, by its first state, and how many groups it has. Throws a SyntaxError for a pattern that
 * has more in it than digits, classes, groups and counts.
 */
export function readPattern(source: string): { readonly start: State; readonly groups: number } {
  const reader = new Reader(source);
  const start = reader.whole()(OPEN);
  return { start, groups: reader.groups };
}
