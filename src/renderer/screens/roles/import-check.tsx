import { Alert, Button, NativeSelect } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { DetailSection } from '#renderer/components/detail-panel.tsx';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { ScrollBox } from '#renderer/components/scroll-box.tsx';
import { Dim } from '#renderer/components/values.tsx';
import type { PackPreview } from '#shared/operations/pack-answers.ts';
import { ImportMapping } from './import-mapping.tsx';
import type { ImportDraft } from './import-panel.tsx';
import { PackDiff } from './pack-diff.tsx';
import classes from './roles.module.css';

const SHOWN = 100;
/** Pixels: what the tokens and columns mean, by which faults are mended, stays in sight beneath. */
const FAULTS_HEIGHT = 190;

interface ImportCheckProps {
  readonly draft: ImportDraft;
  readonly busy: boolean;
  readonly fault: string | null;
  readonly onChange: (patch: Partial<ImportDraft>) => void;
  readonly onBack: () => void;
  readonly onImport: (preview: PackPreview) => void;
}

function Lines({ lines }: { readonly lines: PackPreview['faults'] }) {
  const { t } = useTranslation();
  return (
    <>
      <ul className={classes['faults']}>
        {lines.slice(0, SHOWN).map(({ where, message }, index) => (
          <li key={`${index} ${where}`}>
            <b>{where}</b>
            <span>{message}</span>
          </li>
        ))}
      </ul>
      {lines.length > SHOWN ? <Dim>{t('roles.moreLines', { count: lines.length - SHOWN })}</Dim> : null}
    </>
  );
}

/** What stands in the way, or what the file becomes and how that differs from the version it is compared with. */
function Outcome({ preview }: { readonly preview: PackPreview }) {
  const { t } = useTranslation();
  const { faults, notes, pack, diff, comparedWith } = preview;
  return (
    <>
      {faults.length === 0 ? null : (
        <Alert
          role="alert"
          color="red"
          variant="light"
          icon={<IconAlertCircle size={18} />}
          title={t('roles.faults', { count: faults.length })}
        >
          <ScrollBox label={t('roles.faultList')} maxHeight={FAULTS_HEIGHT}>
            <Lines lines={faults} />
          </ScrollBox>
        </Alert>
      )}
      {pack === null ? null : (
        <Alert color="green" variant="light" icon={<IconCircleCheck size={18} />}>
          {t('roles.ready', {
            version: pack.version,
            title: pack.title,
            roles: pack.roles.length,
            rows: pack.rows,
          })}{' '}
          {t('roles.importHint')}
        </Alert>
      )}
      {notes.length === 0 ? null : (
        <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />} title={t('roles.notes')}>
          <Lines lines={notes} />
        </Alert>
      )}
      {pack === null ? null : comparedWith === null || diff === null ? (
        <Dim>{t('roles.newPack')}</Dim>
      ) : (
        <DetailSection title={t('roles.difference', { version: comparedWith })}>
          <PackDiff diff={diff} />
        </DetailSection>
      )}
    </>
  );
}

/** The import's second step: how the file is read, what is wrong with it, and what it would change. */
export function ImportCheck(props: ImportCheckProps) {
  const { t } = useTranslation();
  const { draft, onChange } = props;
  const { data, error, isFetching } = useAnswer(
    'packs.preview',
    {
      file: draft.file,
      pack: draft.pack,
      ...(draft.base === undefined ? {} : { base: draft.base }),
      ...(draft.sheet === undefined ? {} : { sheet: draft.sheet }),
      ...(draft.mapping === undefined ? {} : { mapping: draft.mapping }),
    },
    { keepPrevious: true },
  );
  const preview = error === null ? data : undefined;
  return (
    <>
      {error === null ? null : <ErrorState message={error.message} onRetry={props.onBack} />}
      {preview === undefined && error === null ? <Bones /> : null}
      {preview === undefined ? null : (
        <div className={classes['check']} data-waiting={isFetching || undefined}>
          {preview.sheets.length < 2 ? null : (
            <NativeSelect
              label={t('roles.sheet')}
              data={preview.sheets}
              value={preview.sheet ?? ''}
              onChange={(event) => onChange({ sheet: event.currentTarget.value, mapping: undefined })}
            />
          )}
          <Outcome preview={preview} />
          {preview.mapping === null ? null : (
            <ImportMapping
              preview={preview}
              mapping={draft.mapping ?? preview.mapping}
              pack={draft.pack}
              onChange={(mapping) => onChange({ mapping })}
            />
          )}
        </div>
      )}
      {props.fault === null ? null : (
        <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />}>
          {props.fault}
        </Alert>
      )}
      <div className={classes['acts']} data-sticky>
        <Button
          loading={props.busy}
          disabled={preview === undefined || preview.pack === null || isFetching}
          onClick={() => {
            if (preview !== undefined) props.onImport(preview);
          }}
        >
          {t('roles.importButton')}
        </Button>
        <Button variant="default" onClick={props.onBack}>
          {t('roles.back')}
        </Button>
      </div>
    </>
  );
}
