import type { Outcome } from '#shared/operations/broadcasts.ts';
import { OUTCOME_BY_CAUSE } from '../causes.ts';
import type { CallEnd } from '../gateway.ts';

const REFUSALS: Readonly<Record<number, Outcome>> = {
  404: 'invalid',
  408: 'no-answer',
  410: 'invalid',
  416: 'invalid',
  480: 'no-answer',
  484: 'invalid',
  486: 'busy',
  487: 'no-answer',
  600: 'busy',
  603: 'rejected',
  604: 'invalid',
  607: 'rejected',
  608: 'rejected',
};

/**
 * How a call ends that was refused with this code; `rang`: the callee's telephone had rung before. The network's own
 * cause (RFC 3326), where one is given, says more of the callee than a code into which many causes were translated.
 */
export function refusedWith(
  code: number,
  { rang, cause }: { readonly rang: boolean; readonly cause: number | null },
): Pick<CallEnd, 'outcome' | 'because'> {
  const known = cause === null ? undefined : OUTCOME_BY_CAUSE[cause];
  if (known !== undefined) return { outcome: known };
  if (!rang && (code === 503 || code === 429)) return { outcome: 'not-placed', because: 'congestion' };
  if (!rang && (code === 401 || code === 407)) return { outcome: 'not-placed', because: 'fault' };
  return { outcome: REFUSALS[code] ?? (code >= 600 ? 'rejected' : 'failed') };
}

/** The Q.850 cause that a refusal's Reason headers tell; null: none. */
export function causeOf(reasons: readonly string[]): number | null {
  const cause = /^\s*Q\.850\s*;.*?cause\s*=\s*(\d+)/im.exec(reasons.join('\n'))?.[1];
  return cause === undefined ? null : Number(cause);
}
