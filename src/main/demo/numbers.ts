import { FICTIONAL_RANGES, type FictionalRange } from './fictional-ranges.ts';
import { chanceFrom } from './random.ts';

export interface FictionalNumbers {
  /** Any whole number; the same gives the same numbers. */
  readonly seed: number;
  readonly count: number;
  /** Left out: North America, which has 36,700. */
  readonly regions?: readonly FictionalRange['region'][];
}

/** A number list's entry as the demo workspace stores it. */
export interface FictionalEntry {
  /** E.164 digits without the plus. */
  readonly number: number;
  readonly name: string;
}

const FIRST_NAMES =
  'Ada Ben Chloé Dmitri Elif Farid Grace Hugo Inés Jonas Keiko Liam Maja Noor Oscar Priya Quinn Rosa Søren Tariq Uma Viktor Wren Ximena Yusuf Zofia'.split(
    ' ',
  );
const LAST_NAMES =
  "Abbott Baker Castro Dubois Ekström Fischer García Haddad Ito Jensen Kowalski Lindqvist Moreau Nguyen O'Neill Petrov Quispe Rossi Schäfer Takeda Ueda Varga Weiß Xu Young Zimmermann".split(
    ' ',
  );

/**
 * Distinct valid numbers from ranges that regulators keep for fiction, in a scattered order, as E.164 digits without
 * the plus. Throws RangeError if the regions' ranges hold fewer.
 */
export function fictionalNumbers({ seed, count, regions = ['US'] }: FictionalNumbers): number[] {
  const ranges = FICTIONAL_RANGES.filter((range) => regions.includes(range.region));
  const size = ranges.reduce((sum, range) => sum + range.count, 0);
  if (count > size) throw new RangeError(`There are only ${size} fictional numbers in these regions.`);
  const starts: number[] = [];
  let start = 0;
  for (const range of ranges) {
    starts.push(start);
    start += range.count;
  }
  const step = strideOf(size);
  const numbers: number[] = [];
  let range = 0;
  for (let index = 0; index < count; index++) {
    const place = (Math.abs(seed) + index * step) % size;
    range = ranges.length - 1;
    while ((starts[range] as number) > place) range -= 1;
    numbers.push((ranges[range] as FictionalRange).first + place - (starts[range] as number));
  }
  return numbers;
}

/** The same with made-up names. */
export function fictionalEntries(which: FictionalNumbers): FictionalEntry[] {
  const random = seededRandom(which.seed);
  return fictionalNumbers(which).map((number) => ({ number, name: fictionalName(random) }));
}

/** A made-up name from many languages. */
export function fictionalName(random: () => number): string {
  return `${oneOf(FIRST_NAMES, random)} ${oneOf(LAST_NAMES, random)}`;
}

/** One of a list that isn't empty. */
export function oneOf<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** Numbers in [0, 1), the same for the same seed. */
export function seededRandom(seed: number): () => number {
  return chanceFrom(seed).next;
}

/** A stride near the golden section that shares no divisor with the size, so that it visits every place once. */
function strideOf(size: number): number {
  let step = Math.max(1, Math.floor(size * 0.618_034));
  while (divisor(step, size) !== 1) step += 1;
  return step;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
