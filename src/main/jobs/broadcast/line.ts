import type { Gateway } from '../gateways/gateway.ts';
import { Pace } from './pace.ts';

/** A gateway with what all broadcasts together may ask of it. */
export class Line {
  readonly gateway: Gateway;
  readonly #lines: number;
  readonly #pace: Pace | null;
  #live = 0;

  /** Without limits: what a broadcast itself allows is enough. `now` is steady ms. */
  constructor(gateway: Gateway, limits: { callsPerSecond: number; lines: number } | null, now: number) {
    this.gateway = gateway;
    this.#lines = limits?.lines ?? Number.POSITIVE_INFINITY;
    this.#pace = limits === null ? null : new Pace(limits.callsPerSecond, now);
  }

  /** How many more calls it takes by this steady time. */
  allowed(at: number): number {
    const free = this.#lines - this.#live;
    return Math.max(0, Math.min(free, this.#pace?.allowed(at) ?? free));
  }

  placed(now: number): void {
    this.#live += 1;
    this.#pace?.placed(now, 1);
  }

  ended(): void {
    this.#live -= 1;
  }
}
