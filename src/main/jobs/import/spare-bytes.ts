/** Sizes are rounded up to this, so that memory given back fits what is asked for next. */
const UNIT = 16_384;
const MOST_SPARE = 256;

/**
 * Memory that is used again: in a thread that makes as much as it gives away, much of the time would go into getting
 * new pages from the system.
 */
export class SpareBytes {
  /** By size, in units. */
  readonly #spare = new Map<number, ArrayBuffer[]>();

  /** So many bytes, with anything in them. */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    const units = Math.max(1, Math.ceil(bytes / UNIT));
    const buffer = this.#spare.get(units)?.pop() ?? this.#spare.get(units + 1)?.pop();
    return new Uint8Array(buffer ?? Buffer.allocUnsafeSlow(units * UNIT).buffer, 0, bytes);
  }

  /** Takes memory back that nobody looks at any more. */
  give(buffers: readonly ArrayBuffer[]): void {
    for (const buffer of buffers) {
      const units = Math.floor(buffer.byteLength / UNIT);
      const others = this.#spare.get(units);
      if (others === undefined) this.#spare.set(units, [buffer]);
      else if (others.length < MOST_SPARE) others.push(buffer);
    }
  }
}
