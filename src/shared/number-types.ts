/** Types of numbers as lists and segments tell them apart. */
export const NUMBER_TYPES = [
  'unknown',
  'fixed-line',
  'mobile',
  'fixed-line-or-mobile',
  'toll-free',
  'voip',
  'personal',
  'pager',
  'uan',
  'voicemail',
  'premium-rate',
  'shared-cost',
] as const;
export type NumberType = (typeof NUMBER_TYPES)[number];
