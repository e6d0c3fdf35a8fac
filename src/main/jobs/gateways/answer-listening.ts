import { AnswerDetector, type Answerer } from '../audio/answer-detector.ts';

/** How often it is asked who answered, in ms. */
const LISTEN_MS = 100;

/** Listens to a call that was just answered, until it is known who answered; that is told once, and later than now. */
export class AnswerListening {
  readonly #detector = new AnswerDetector(performance.now());
  readonly #timer: NodeJS.Timeout;
  readonly #told: (who: Answerer) => void;

  constructor(told: (who: Answerer) => void) {
    this.#told = told;
    this.#timer = setInterval(() => {
      const who = this.#detector.verdict(performance.now());
      if (who !== null) this.#tell(who);
    }, LISTEN_MS);
  }

  /** Whether somebody speaks from now on, at most for so long, in ms, unless it is told again. */
  hear(loud: boolean, atMost?: number): void {
    this.#detector.hear(loud, performance.now(), atMost);
  }

  /** What was heard so far was no speech. */
  disregard(): void {
    this.#detector.disregard();
  }

  /** A key was pressed, which machines don't do. */
  pressed(): void {
    this.#tell('person');
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tell(who: Answerer): void {
    this.stop();
    this.#told(who);
  }
}
