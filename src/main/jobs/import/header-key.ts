import { createHash } from 'node:crypto';

/** What the columns of a header are remembered by. */
export function headerKey(titles: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(titles)).digest('hex');
}
