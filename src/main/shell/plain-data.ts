const DEEPEST = 32;
const MOST_VALUES = 200_000;

interface Count {
  left: number;
}

function check(value: unknown, depth: number, count: Count): boolean {
  count.left -= 1;
  if (count.left < 0 || depth > DEEPEST) return false;
  if (value === null || value === undefined) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean';
  if (Array.isArray(value)) return value.every((item) => check(item, depth + 1, count));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every((item) => check(item, depth + 1, count));
}

/**
 * Whether a value from a window is what JSON could say: no dates, maps, buffers or cycles, not deeper than 32 and
 * not more than 200,000 values, so that everything behind the bridge may read it without care.
 */
export function isPlainData(value: unknown): boolean {
  return check(value, 0, { left: MOST_VALUES });
}
