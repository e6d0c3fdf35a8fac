import { Tooltip } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './broadcasts.module.css';

/** Says wherever a practice broadcast shows that no telephone rings; of a real one nothing. */
export function Practice({ gateway }: { readonly gateway: string | null }) {
  const { t } = useTranslation();
  if (gateway !== 'practice' && gateway !== 'practice-sip') return null;
  return (
    <Tooltip label={t('broadcasts.practiceText')}>
      <span className={classes['practice']}>
        <IconFlask size={14} stroke={1.75} aria-hidden />
        {t('broadcasts.practice')}
      </span>
    </Tooltip>
  );
}
