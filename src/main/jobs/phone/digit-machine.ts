import { EVERY_DIGIT, readPattern, type State } from './digit-pattern.ts';

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

const UNKNOWN = ANY_DIGIT.charCodeAt(0);
const ZERO = 48;
/** Longer texts have no bit in a state's lengths. */
const LONGEST = 30;

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
    const { start, groups } = readPattern(source);
    this.#start = start;
    this.#groups = groups;
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
