import {
  IconAlertTriangle,
  IconArchive,
  IconArrowMerge,
  IconBan,
  IconCalendarClock,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleOff,
  IconCircleX,
  IconClock,
  IconDeviceLandlinePhone,
  IconEqual,
  IconFlag,
  IconHistory,
  IconLoader,
  IconLock,
  IconMail,
  IconMinus,
  IconPencil,
  IconPhone,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnected,
  IconPlugConnectedX,
  IconPlus,
  IconProgressCheck,
  IconQuestionMark,
  IconShieldPlus,
  IconUserPlus,
} from '@tabler/icons-react';
import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { en } from '#renderer/texts/en/index.ts';
import classes from './state-badge.module.css';

type Tone = 'neutral' | 'good' | 'busy' | 'warn' | 'bad';
type Icon = FC<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
export type StateWord = keyof typeof en.state;

const LOOKS: Record<StateWord, readonly [Tone, Icon]> = {
  underReview: ['busy', IconProgressCheck],
  closed: ['neutral', IconLock],
  undecided: ['neutral', IconCircleDashed],
  confirmed: ['good', IconCircleCheck],
  revoked: ['warn', IconCircleX],
  gone: ['neutral', IconCircleOff],
  active: ['good', IconCircleCheck],
  inactive: ['neutral', IconCircleOff],
  invited: ['busy', IconMail],
  waiting: ['busy', IconCalendarClock],
  ended: ['neutral', IconCircleOff],
  archived: ['neutral', IconArchive],
  add: ['good', IconUserPlus],
  give: ['good', IconShieldPlus],
  nothing: ['neutral', IconEqual],
  draft: ['neutral', IconCircleDashed],
  scheduled: ['busy', IconCalendarClock],
  running: ['good', IconPlayerPlay],
  suspending: ['warn', IconLoader],
  suspended: ['warn', IconPlayerPause],
  finishing: ['neutral', IconLoader],
  finished: ['neutral', IconFlag],
  importing: ['busy', IconLoader],
  ready: ['good', IconCircleCheck],
  queued: ['neutral', IconClock],
  done: ['good', IconCircleCheck],
  failed: ['bad', IconAlertTriangle],
  refused: ['bad', IconBan],
  cancelled: ['neutral', IconCircleX],
  interrupted: ['warn', IconAlertTriangle],
  accepted: ['good', IconCircleCheck],
  merged: ['neutral', IconArrowMerge],
  live: ['busy', IconPhone],
  answered: ['good', IconCircleCheck],
  machine: ['neutral', IconDeviceLandlinePhone],
  busy: ['warn', IconClock],
  'no-answer': ['neutral', IconCircleDashed],
  rejected: ['bad', IconBan],
  invalid: ['bad', IconCircleX],
  open: ['good', IconCircleCheck],
  blocked: ['bad', IconBan],
  differing: ['warn', IconAlertTriangle],
  doubtful: ['warn', IconQuestionMark],
  inUse: ['good', IconCircleCheck],
  kept: ['neutral', IconHistory],
  added: ['good', IconPlus],
  removed: ['bad', IconMinus],
  changed: ['busy', IconPencil],
  fresh: ['good', IconCircleCheck],
  outOfDate: ['bad', IconAlertTriangle],
  'not-placed': ['neutral', IconCircleOff],
  reachable: ['good', IconPlugConnected],
  unusable: ['bad', IconPlugConnectedX],
};

function isKnown(state: string): state is StateWord {
  return Object.hasOwn(LOOKS, state);
}

/** A state as an icon and a word; colour only repeats what they say. An unknown state shows its own word. */
export function StateBadge({ state }: { readonly state: string }) {
  const { t } = useTranslation();
  const [tone, Icon] = isKnown(state) ? LOOKS[state] : (['neutral', IconCircleDashed] as const);
  return (
    <span className={classes['badge']} data-tone={tone}>
      <Icon size={14} stroke={2} aria-hidden />
      {isKnown(state) ? t(`state.${state}`) : state}
    </span>
  );
}
