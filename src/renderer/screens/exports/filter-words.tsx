import { useTranslation } from 'react-i18next';
import { formatTime } from '#renderer/components/format.ts';
import { Dim } from '#renderer/components/values.tsx';

const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** What part of the log an export holds, with its times in this machine's zone. */
export function FilterWords({ filter }: { readonly filter: string }) {
  const { t } = useTranslation();
  if (filter === '') return <Dim>{t('exports.wholeLog')}</Dim>;
  const words = filter.replaceAll(MOMENT, (moment) => formatTime(Date.parse(moment)));
  return <span title={filter}>{words}</span>;
}
