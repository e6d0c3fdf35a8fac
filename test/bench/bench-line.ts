/** One figure: what was asked for, what one run measured, and whether that is enough. */
export interface BenchLine {
  readonly name: string;
  readonly asked: string;
  readonly measured: string;
  readonly ok: boolean;
}

/** The middle of an odd number of measurements, the upper middle of an even one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

/** The value that `share` (0 to 1) of the measurements do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number;
}
