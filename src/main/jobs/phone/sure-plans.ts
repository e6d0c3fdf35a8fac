import { ANY_DIGIT, type Answer, DigitMachine } from './digit-machine.ts';
import { type Match, type Pattern, type Plan, Plans, type RawMetadata } from './plans.ts';

/** Thrown where an answer is not the same for all the numbers that are asked about at once. */
export const UNSURE = new Error('The digits that are known do not decide.');
/** Thrown where all of them are rewritten rather than only stripped of digits in front. */
export const REWRITTEN = new Error('The number is rewritten.');

function understood(source: string): DigitMachine | null {
  try {
    return new DigitMachine(source);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A RegExp for digits of which the last may be unknown; throws UNSURE where these would matter. */
class SurePattern implements Pattern {
  readonly #source: string;
  #exact: RegExp | undefined;
  #machine: DigitMachine | null | undefined;
  /** What was asked last: the same question often comes twice. */
  #tested = '';
  #answer: Answer = 'some';

  constructor(source: string) {
    this.#source = source;
  }

  test(text: string): boolean {
    if (!text.endsWith(ANY_DIGIT)) return this.#regExp().test(text);
    if (text !== this.#tested) {
      this.#answer = this.#digitMachine()?.test(text) ?? 'some';
      this.#tested = text;
    }
    if (this.#answer === 'some') throw UNSURE;
    return this.#answer === 'all';
  }

  exec(text: string): Match | null {
    if (!text.endsWith(ANY_DIGIT)) return this.#regExp().exec(text);
    const machine = this.#digitMachine();
    const taken = machine === null ? 'some' : machine.take(text);
    if (taken === 'some') throw UNSURE;
    if (taken === null) return null;
    const all = text.slice(0, taken.length);
    const match: [string, ...string[]] = taken.captured ? [all, all] : [all];
    return match;
  }

  // Most patterns of most plans are never asked.
  #regExp(): RegExp {
    return (this.#exact ??= new RegExp(this.#source));
  }

  #digitMachine(): DigitMachine | null {
    if (this.#machine === undefined) this.#machine = understood(this.#source);
    return this.#machine;
  }

  [Symbol.replace](): string {
    throw REWRITTEN;
  }
}

/**
 * Plans to read many numbers at once: those of one length that begin with the same digits, written with ANY_DIGIT for
 * each that is not known. What `readDigits` makes of such digits holds for every one of them; it throws UNSURE or
 * REWRITTEN otherwise.
 */
export class SurePlans extends Plans {
  constructor(raw: RawMetadata) {
    super(raw, (source) => new SurePattern(source));
  }

  override ofCallingCode(code: string): Plan | null {
    if (code.endsWith(ANY_DIGIT)) throw UNSURE;
    return super.ofCallingCode(code);
  }

  override begins(digits: string, start: string): boolean {
    const shared = digits.slice(0, start.length);
    const unknown = shared.indexOf(ANY_DIGIT);
    if (unknown < 0 || !start.startsWith(shared.slice(0, unknown))) return digits.startsWith(start);
    throw UNSURE;
  }
}
