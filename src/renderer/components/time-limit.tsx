import { Tooltip } from '@mantine/core';
import { IconCalendarClock } from '@tabler/icons-react';
import { t } from '#renderer/texts/texts.ts';
import { formatTime, formatUtc } from './format.ts';
import classes from './time-limit.module.css';
import { useNow } from './values.tsx';

interface Limits {
  /** Unix ms; null: no limit. */
  readonly from: number | null;
  readonly until: number | null;
}

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long' });

/** The day as a person says it: without the year if it is this one. */
function dayWords(at: number, now: number): string {
  const date = new Date(at);
  return date.getFullYear() === new Date(now).getFullYear() ? dayOfYear.format(date) : day.format(date);
}

/** Where a time-limited thing stands, in words: 'until 3 May', 'from 1 June', 'ended 2 April'; null: no limit. */
export function limitWords({ from, until }: Limits, now: number): string | null {
  if (until !== null && until <= now) return t('form.limitEnded', { day: dayWords(until, now) });
  const parts = [
    from !== null && from > now ? t('form.limitFrom', { day: dayWords(from, now) }) : null,
    until === null ? null : t('form.limitUntil', { day: dayWords(until, now) }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

/** A time limit as an icon and words, exact on hover; nothing where there is none. */
export function TimeLimit({ from, until }: Limits) {
  const words = limitWords({ from, until }, useNow());
  if (words === null) return null;
  const exact = [from, until].filter((at) => at !== null);
  return (
    <Tooltip label={exact.map((at) => `${formatTime(at)} (${formatUtc(at)})`).join(' – ')}>
      <span className={classes['limit']}>
        <IconCalendarClock size={14} stroke={1.75} aria-hidden />
        {words}
      </span>
    </Tooltip>
  );
}
