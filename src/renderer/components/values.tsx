import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { formatCount, formatRelative, formatTime, formatUtc } from './format.ts';
import classes from './values.module.css';

const MINUTE = 60_000;
const listeners = new Set<() => void>();
let now = Date.now();
let clock: ReturnType<typeof setInterval> | undefined;

function followClock(listener: () => void): () => void {
  listeners.add(listener);
  clock ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, MINUTE);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

/** The time in Unix ms, a minute old at most. */
export function useNow(): number {
  return useSyncExternalStore(followClock, () => now);
}

/** Unix ms as '3 hours ago'; the exact moment, here and in UTC, on hover. */
export function RelativeTime({ at }: { readonly at: number }) {
  const from = useNow();
  // The clock ticks once a minute: what happened since is not the future.
  const base = at > from && at - from < MINUTE ? at : from;
  return (
    <Tooltip label={`${formatTime(at)} · ${formatUtc(at)}`}>
      <time dateTime={new Date(at).toISOString()}>{formatRelative(at, base)}</time>
    </Tooltip>
  );
}

/** Unix ms as date and time of this machine's zone; UTC on hover. */
export function ExactTime({ at }: { readonly at: number }) {
  return (
    <Tooltip label={formatUtc(at)}>
      <time dateTime={new Date(at).toISOString()}>{formatTime(at)}</time>
    </Tooltip>
  );
}

/** A phone number in a face that tells 0 from O, kept apart from right-to-left text. */
export function PhoneNumber({ number }: { readonly number: string }) {
  return <bdi className={classes['mono']}>{number}</bdi>;
}

/** An id or another exact string. */
export function IdText({ id }: { readonly id: string }) {
  return <bdi className={classes['mono']}>{id}</bdi>;
}

/** A whole number with its group separators. */
export function Count({ count }: { readonly count: number }) {
  return <span className={classes['count']}>{formatCount(count)}</span>;
}

/** Text that matters less than its neighbour. */
export function Dim({ children }: { readonly children: React.ReactNode }) {
  return <span className={classes['dim']}>{children}</span>;
}
