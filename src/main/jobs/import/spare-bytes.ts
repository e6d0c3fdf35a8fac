/** Sizes are rounded up to this, so that memory given back fits what is asked for next. */
const UNIT = 65_536;
const MOST_SPARE = 32;

/**
 * Memory that is used again: of a thread that makes as much as it gives away, most time would go into getting new
 * pages from the system and giving them back.
 */
export class SpareBytes {
  #spare: ArrayBuffer[] = [];

  /** So many bytes, with anything in them. */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    const at = this.#spare.findIndex(
      ({ byteLength }) => byteLength >= bytes && byteLength <= 4 * bytes + UNIT,
    );
    const [buffer] = at < 0 ? [] : this.#spare.splice(at, 1);
    return new Uint8Array(buffer ?? new ArrayBuffer(Math.ceil(bytes / UNIT) * UNIT), 0, bytes);
  }

  /** Takes memory back that nobody looks at any more. */
  give(buffers: readonly ArrayBuffer[]): void {
    this.#spare = [...buffers, ...this.#spare].slice(0, MOST_SPARE);
  }
}
