import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const DAYS = [7, 30, 90, 365] as const;

/** A span of whole days that ends with today. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

function spanOf(days: number): DaySpan {
  const tomorrow = new Date();
  tomorrow.setHours(24, 0, 0, 0);
  const first = new Date(tomorrow);
  first.setDate(first.getDate() - days);
  return { from: first.getTime(), to: tomorrow.getTime() };
}

/** The span that figures are shown for, and the control that chooses it. */
export function useSpan(first: (typeof DAYS)[number] = 30) {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(first);
  // The same span all day long, so that the same question has the same answer.
  const span = spanOf(days);
  const control = (
    <SegmentedControl
      size="xs"
      aria-label={t('projects.span')}
      value={String(days)}
      onChange={(value) => setDays(Number(value))}
      data={DAYS.map((count) => ({ value: String(count), label: t('projects.days', { count }) }))}
    />
  );
  return { span, control };
}

/** The zone of this machine's clocks. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
