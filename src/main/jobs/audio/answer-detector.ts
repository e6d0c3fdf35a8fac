/**
 * How long people and machines speak when they answer, in ms: the defaults of Asterisk's answering machine detection
 * (app_amd), but that nobody who answers in silence is taken for a machine.
 */
const SILENT_AT_FIRST = 2_500;
const LONGEST_GREETING = 1_500;
const AFTER_GREETING = 800;
const SHORTEST_WORD = 100;
const LONGEST_LOOK = 5_000;

/** Who answered; `unsure` is treated as a person. */
export type Answerer = 'person' | 'machine' | 'unsure';

/**
 * Tells answering machines from people by how the answer begins: a person says a word or two and waits, a machine goes
 * on talking. Times are steady ms.
 */
export class AnswerDetector {
  readonly #answeredAt: number;
  #spokeAt: number | null = null;
  /** When the last sound so far ended. */
  #quietAt = 0;
  #spoken = 0;
  #loudSince: number | null = null;
  #loudUntil = 0;

  constructor(answeredAt: number) {
    this.#answeredAt = answeredAt;
  }

  /** Whether somebody speaks from now on, at most for so long, in ms, unless it is told again. */
  hear(loud: boolean, now: number, atMost = Number.POSITIVE_INFINITY): void {
    this.#note(now);
    if (loud) {
      this.#loudSince ??= now;
      this.#loudUntil = now + atMost;
      this.#spokeAt ??= now;
    } else this.#loudSince = null;
  }

  /** Who it is, as far as can be told by now; null: listen on. */
  verdict(now: number): Answerer | null {
    this.#note(now);
    if (this.#spokeAt === null) return now - this.#answeredAt >= SILENT_AT_FIRST ? 'unsure' : null;
    if (this.#spoken >= SHORTEST_WORD && this.#quietAt - this.#spokeAt >= LONGEST_GREETING) return 'machine';
    if (now - this.#quietAt >= AFTER_GREETING) {
      if (this.#spoken >= SHORTEST_WORD) return 'person';
      // A click is no word.
      this.disregard();
    }
    return now - this.#answeredAt >= LONGEST_LOOK ? 'unsure' : null;
  }

  /** What was heard so far was no speech. */
  disregard(): void {
    this.#spokeAt = null;
    this.#spoken = 0;
    this.#loudSince = null;
  }

  /** Adds what was spoken since the last look. */
  #note(now: number): void {
    if (this.#loudSince === null) return;
    const until = Math.min(now, this.#loudUntil);
    this.#spoken += until - this.#loudSince;
    this.#quietAt = until;
    this.#loudSince = until < now ? null : now;
  }
}
