/** The engine's only source of time and waiting, so that tests need not wait. */
export interface Clock {
  /** Unix ms; may be set back or forward by the machine. */
  now(): number;
  /** Milliseconds that only ever grow, for pace. */
  steady(): number;
  /** Calls back once after so many ms; the returned function calls it off. */
  after(ms: number, callback: () => void): () => void;
}

/** The machine's clock, with Unix time from the job. */
export function systemClock(now: () => number): Clock {
  return {
    now,
    steady: () => performance.now(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

/** A sleep that can be cut short. */
export class Sleeper {
  readonly #clock: Clock;
  #wake: (() => void) | null = null;
  #woken = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends the present sleep at once, or else the next one. */
  wake(): void {
    if (this.#wake === null) this.#woken = true;
    else this.#wake();
  }

  /** Resolves after so many ms, or when woken; says whether it was woken. */
  sleep(ms: number): Promise<boolean> {
    if (this.#woken) {
      this.#woken = false;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const end = (woken: boolean) => {
        this.#wake = null;
        resolve(woken);
      };
      const cancel = this.#clock.after(ms, () => {
        end(false);
      });
      this.#wake = () => {
        cancel();
        end(true);
      };
    });
  }
}
