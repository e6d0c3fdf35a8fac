import { Button, NativeSelect } from '@mantine/core';
import { IconFileSpreadsheet, IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, queryClient } from '#renderer/client.ts';
import { DiscardGuard } from '#renderer/components/discard-guard.tsx';
import { baseName, folderOf } from '#renderer/components/file-path.ts';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import type { PackPreview } from '#shared/operations/pack-answers.ts';
import type { MatrixMapping } from '#shared/policy/role-matrix/mapping.ts';
import { ImportCheck } from './import-check.tsx';
import classes from './roles.module.css';
import { type Shown, useVersions } from './use-shown-pack.ts';

const EXTENSIONS = ['json', 'csv', 'tsv', 'txt', 'xlsx'];

/** What is known of an import before it is carried out. */
export interface ImportDraft {
  readonly file: string;
  readonly pack: string;
  readonly base: number | undefined;
  readonly sheet: string | undefined;
  readonly mapping: MatrixMapping | undefined;
}

interface ImportPanelProps {
  readonly shown: Shown | null;
  readonly onDone: (pack: string, version: number) => void;
  readonly onCancel: () => void;
}

function useImport({ shown, onDone }: ImportPanelProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<ImportDraft>({
    file: '',
    pack: shown !== null && shown.pack !== 'console' ? shown.pack : 'E',
    base: shown?.version,
    sheet: undefined,
    mapping: undefined,
  });
  const [checking, setChecking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const change = (patch: Partial<ImportDraft>) => {
    setFault(null);
    setDraft((now) => ({ ...now, ...patch }));
  };
  const choose = async () => {
    const reply = await call('files.chooseOpen', { title: t('roles.chooseTitle'), extensions: EXTENSIONS });
    if (!reply.ok) return toastFailure(reply.error);
    const { file } = reply.value;
    if (file !== null) change({ file, sheet: undefined, mapping: undefined });
  };
  const check = () => {
    if (draft.file === '') return setFault(t('roles.needFile'));
    // The file may have changed since it was last looked at.
    queryClient.removeQueries({ queryKey: ['packs', 'packs.preview'] });
    setChecking(true);
  };
  const carryOut = async ({ kind, digest, mapping, sheet }: PackPreview) => {
    setBusy(true);
    const reply = await call('packs.import', {
      file: draft.file,
      digest,
      ...(kind === 'json' || mapping === null
        ? {}
        : { pack: draft.pack, mapping, ...(draft.base === undefined ? {} : { base: draft.base }) }),
      ...(sheet === null ? {} : { sheet }),
    });
    if (!reply.ok) {
      setBusy(false);
      return setFault(reply.error.message);
    }
    toastDone(t('roles.importDone', { version: reply.value.version, pack: reply.value.pack }));
    // Still busy, so that the guard lets the address change.
    onDone(reply.value.pack, reply.value.version);
  };
  return { draft, checking, setChecking, busy, fault, change, choose, check, carryOut };
}

function Steps({ at }: { readonly at: 0 | 1 }) {
  const { t } = useTranslation();
  const steps = [t('roles.stepFile'), t('roles.stepCheck')];
  return (
    <ol className={classes['steps']} aria-label={t('roles.steps')}>
      {steps.map((step, index) => (
        <li key={step} aria-current={index === at ? 'step' : undefined} data-done={index < at || undefined}>
          <span>{index + 1}</span>
          {step}
        </li>
      ))}
    </ol>
  );
}

/** Imports a role pack in two steps: choose the file, check how it is read and what it changes. */
export function ImportPanel(props: ImportPanelProps) {
  const { t } = useTranslation();
  const flow = useImport(props);
  const { draft, fault } = flow;
  const chosen = draft.file !== '';
  const packs = [...new Map(useVersions().map(({ id, title }) => [id, title]))].filter(
    ([id]) => id !== 'console',
  );
  return (
    <div className={classes['import']}>
      <DiscardGuard changed={chosen && !flow.busy} />
      <Steps at={flow.checking ? 1 : 0} />
      {flow.checking ? (
        <ImportCheck
          draft={draft}
          busy={flow.busy}
          fault={fault}
          onChange={flow.change}
          onBack={() => flow.setChecking(false)}
          onImport={(preview) => void flow.carryOut(preview)}
        />
      ) : (
        <>
          <p className={classes['meaning']}>{t('roles.importIntro')}</p>
          <div className={classes['file']} data-error={fault !== null || undefined}>
            <IconFileSpreadsheet size={22} stroke={1.5} aria-hidden />
            <div>
              <strong>{chosen ? baseName(draft.file) : t('roles.file')}</strong>
              <p>{chosen ? <bdi>{folderOf(draft.file)}</bdi> : t('roles.fileHint')}</p>
              {fault === null ? null : (
                <p role="alert" className={classes['fault']}>
                  {fault}
                </p>
              )}
            </div>
            <Button
              variant={chosen ? 'default' : 'light'}
              leftSection={<IconFolderOpen size={16} />}
              onClick={() => void flow.choose()}
            >
              {t(chosen ? 'roles.chooseOther' : 'roles.chooseFile')}
            </Button>
          </div>
          <NativeSelect
            label={t('roles.becomes')}
            value={draft.pack}
            data={packs.map(([value, title]) => ({ value, label: title }))}
            onChange={(event) =>
              flow.change({ pack: event.currentTarget.value, base: undefined, mapping: undefined })
            }
          />
          <div className={classes['acts']}>
            <Button onClick={flow.check}>{t('roles.next')}</Button>
            <Button variant="default" onClick={props.onCancel}>
              {t('form.cancel')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
