import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { REGIONS } from '#renderer/components/regions.ts';
import type { ImportDraft, Reading } from './import-draft.ts';
import classes from './import-panel.module.css';
import type { Preview } from './import-preview.tsx';

const ENCODINGS = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'utf-16le', label: 'UTF-16 LE' },
  { value: 'utf-16be', label: 'UTF-16 BE' },
  { value: 'windows-1252', label: 'Windows-1252' },
] as const;

const DELIMITERS = [
  [',', 'numberLists.comma'],
  [';', 'numberLists.semicolon'],
  ['\t', 'numberLists.tab'],
  ['|', 'numberLists.pipe'],
] as const;

/** Stands for what the file itself tells. */
const DETECT = 'detect';

interface PreviewSettingsProps {
  readonly draft: ImportDraft;
  readonly preview: Preview | undefined;
  readonly onRead: (patch: Reading) => void;
  readonly onRegion: (region: string) => void;
}

/** The first choice: what was detected, as far as that is known. */
function useDetected() {
  const { t } = useTranslation();
  return (found: string | undefined) => ({
    value: DETECT,
    label: found === undefined ? t('numberLists.detect') : t('numberLists.detected', { value: found }),
  });
}

/** Encoding, delimiter, header and region: what was detected, and how to read the file otherwise. */
export function PreviewSettings({ draft, preview, onRead, onRegion }: PreviewSettingsProps) {
  const { t } = useTranslation();
  const { reading } = draft;
  const text = preview === undefined || preview.format === 'text';
  return (
    <section className={classes['settings']} aria-label={t('numberLists.settings')}>
      {preview !== undefined && preview.sheets.length > 0 ? (
        <Select
          label={t('numberLists.sheet')}
          data={preview.sheets}
          value={preview.sheet}
          allowDeselect={false}
          onChange={(sheet) => onRead({ sheet: sheet ?? undefined, columns: undefined })}
        />
      ) : null}
      {text ? <TextSettings {...{ draft, preview, onRead }} /> : null}
      <Select
        label={t('numberLists.region')}
        data={REGIONS}
        value={draft.region}
        allowDeselect={false}
        searchable
        onChange={(region) => onRegion(region ?? 'US')}
      />
      {preview?.format === 'vcard' ? null : (
        <Switch
          label={t('numberLists.header')}
          checked={reading.header ?? preview?.header ?? false}
          onChange={(event) => onRead({ header: event.currentTarget.checked })}
        />
      )}
      <Switch
        label={t('numberLists.acceptDoubtful')}
        checked={reading.acceptDoubtful ?? false}
        onChange={(event) => onRead({ acceptDoubtful: event.currentTarget.checked })}
      />
    </section>
  );
}

/** How text is told apart from other text; a workbook and cards say so themselves. */
function TextSettings({ draft, preview, onRead }: Omit<PreviewSettingsProps, 'onRegion'>) {
  const { t } = useTranslation();
  const detected = useDetected();
  const { reading } = draft;
  const delimiters = DELIMITERS.map(([value, words]) => ({ value, label: t(words) }));
  const encoding = ENCODINGS.find(({ value }) => value === preview?.encoding)?.label;
  const delimiter = delimiters.find(({ value }) => value === preview?.delimiter)?.label;
  return (
    <>
      <Select
        label={t('numberLists.encoding')}
        data={[detected(reading.encoding === undefined ? encoding : undefined), ...ENCODINGS]}
        value={reading.encoding ?? DETECT}
        allowDeselect={false}
        onChange={(value) =>
          onRead({
            encoding: value === DETECT ? undefined : (value as Reading['encoding']),
            columns: undefined,
          })
        }
      />
      <Select
        label={t('numberLists.delimiter')}
        data={[detected(reading.delimiter === undefined ? delimiter : undefined), ...delimiters]}
        value={reading.delimiter ?? DETECT}
        allowDeselect={false}
        onChange={(value) =>
          onRead({
            delimiter: value === DETECT ? undefined : (value as Reading['delimiter']),
            columns: undefined,
          })
        }
      />
    </>
  );
}
