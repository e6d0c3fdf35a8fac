import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconBrandTelegram,
  IconBrandWhatsapp,
  IconMessage2,
  IconPhone,
  IconWorld,
} from '@tabler/icons-react';
import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS } from '#shared/operations/dialog-logs.ts';
import classes from './dialog-logs.module.css';

const ICONS: Readonly<
  Record<(typeof CHANNELS)[number], FC<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>>
> = {
  voice: IconPhone,
  web: IconWorld,
  sms: IconMessage2,
  whatsapp: IconBrandWhatsapp,
  telegram: IconBrandTelegram,
};

/** A channel with its icon; one that is not known by its own word. */
export function Channel({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const known = CHANNELS.find((each) => each === name);
  if (known === undefined) return name;
  const Icon = ICONS[known];
  return (
    <span className={classes['word']}>
      <Icon size={15} stroke={1.75} aria-hidden />
      {t(`dialogLogs.channels.${known}`)}
    </span>
  );
}

/** Whether a message came in or went out, as an arrow and a word. */
export function Direction({ way }: { readonly way: string }) {
  const { t } = useTranslation();
  const incoming = way === 'in';
  const Icon = incoming ? IconArrowDownLeft : IconArrowUpRight;
  return (
    <span className={classes['word']}>
      <Icon size={15} stroke={1.75} aria-hidden />
      {t(incoming ? 'dialogLogs.in' : 'dialogLogs.out')}
    </span>
  );
}
