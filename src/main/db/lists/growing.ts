/** Numbers gathered one by one in a typed array that grows. */
export class Growing<A extends Float64Array | Uint32Array> {
  readonly #make: (length: number) => A;
  #values: A;
  #length = 0;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#values = make(4_096);
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const more = this.#make(2 * this.#length);
      more.set(this.#values);
      this.#values = more;
    }
    this.#values[this.#length++] = value;
  }

  get length(): number {
    return this.#length;
  }

  /** The values, in an array of just their length. */
  take(): A {
    return this.#values.slice(0, this.#length) as A;
  }

  /** As `take`; goes on without them. */
  drain(): A {
    const values = this.take();
    this.#length = 0;
    return values;
  }
}

export const growingSeqs = (): Growing<Uint32Array> => new Growing((length) => new Uint32Array(length));
export const growingNumbers = (): Growing<Float64Array> => new Growing((length) => new Float64Array(length));
