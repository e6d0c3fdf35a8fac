import { Tooltip } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './broadcasts.module.css';

/** Says wherever broadcasts show that no telephone rings. */
export function Practice() {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('broadcasts.practiceText')}>
      <span className={classes['practice']}>
        <IconFlask size={14} stroke={1.75} aria-hidden />
        {t('broadcasts.practice')}
      </span>
    </Tooltip>
  );
}
