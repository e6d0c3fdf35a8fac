import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const WIDTHS = [60, 85, 70, 40, 75];

/** Text that is on its way. */
export function Bones() {
  const { t } = useTranslation();
  return (
    <output aria-label={t('list.loading')} style={{ display: 'block' }}>
      {WIDTHS.map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} mb={16} />
      ))}
    </output>
  );
}
