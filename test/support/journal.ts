import type { FarmEvent } from '#main/jobs/gateways/farm/callee.ts';

/** The callees' log, which a test can wait for. */
export class Journal {
  readonly events: FarmEvent[] = [];
  #waiting: (() => void)[] = [];

  readonly note = (event: FarmEvent): void => {
    this.events.push(event);
    for (const look of this.#waiting.splice(0)) look();
  };

  /** Resolves as soon as such an event is in the log. */
  async when(test: (event: FarmEvent) => boolean): Promise<FarmEvent> {
    for (;;) {
      const found = this.events.find(test);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  of(callId: string): FarmEvent['what'][] {
    return this.events.filter((event) => event.callId === callId).map((event) => event.what);
  }
}
