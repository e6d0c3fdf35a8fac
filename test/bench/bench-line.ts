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

/** A figure that must stay below a limit. */
export function limit(
  name: string,
  asked: string,
  { measured, limit: most, unit }: { measured: number; limit: number; unit: string },
): BenchLine {
  return { name, asked, measured: `${measured.toFixed(1)} ${unit}`, ok: measured < most };
}

/** A count with its thousands apart. */
export const count = (rows: number): string => rows.toLocaleString('en');

/** Ms as seconds. */
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
