import { Button, Select, TextInput } from '@mantine/core';
import { IconFileSpreadsheet, IconFolderOpen } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { fieldOf } from '#renderer/components/field-shape.ts';
import { baseName, folderOf } from '#renderer/components/file-path.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { toastFailure } from '#renderer/components/toast.tsx';
import { nameFromFile } from './file-name.ts';
import type { ImportDraft } from './import-draft.ts';
import classes from './import-panel.module.css';
import { REGIONS } from './regions.ts';

const EXTENSIONS = ['csv', 'tsv', 'txt'];
const NODE = fieldOf('numberLists.import', 'node');
const AccountSelect = nodeControl('numberLists.import');

interface ImportSourceProps {
  readonly draft: ImportDraft;
  /** The service's faults by field. */
  readonly faults: Readonly<Record<string, string>>;
  readonly onChange: (patch: Partial<ImportDraft>) => void;
  readonly onNext: () => void;
  readonly onCancel: () => void;
}

function FileChoice({
  draft,
  error,
  onChange,
}: Pick<ImportSourceProps, 'draft' | 'onChange'> & { readonly error: string | undefined }) {
  const { t } = useTranslation();
  const choose = async () => {
    const reply = await call('files.chooseOpen', {
      title: t('numberLists.chooseTitle'),
      extensions: EXTENSIONS,
    });
    if (!reply.ok) return toastFailure(reply.error);
    const { file } = reply.value;
    if (file === null) return;
    const named = draft.name === '' || draft.name === nameFromFile(draft.file);
    onChange({ file, reading: {}, ...(named ? { name: nameFromFile(file) } : {}) });
  };
  const chosen = draft.file !== '';
  return (
    <div className={classes['file']} data-error={error !== undefined || undefined}>
      <IconFileSpreadsheet size={22} stroke={1.5} aria-hidden />
      <div>
        <strong>{chosen ? baseName(draft.file) : t('numberLists.file')}</strong>
        <p>{chosen ? <bdi>{folderOf(draft.file)}</bdi> : t('numberLists.fileHint')}</p>
        {error === undefined ? null : (
          <p role="alert" className={classes['fault']}>
            {error}
          </p>
        )}
      </div>
      <Button
        variant={chosen ? 'default' : 'light'}
        leftSection={<IconFolderOpen size={16} />}
        onClick={() => void choose()}
      >
        {t(chosen ? 'numberLists.chooseOther' : 'numberLists.chooseFile')}
      </Button>
    </div>
  );
}

/** The import's first step: which file, whose list it becomes, and what it is called. */
export function ImportSource({ draft, faults, onChange, onNext, onCancel }: ImportSourceProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const needs = {
    file: draft.file === '' ? t('numberLists.needFile') : undefined,
    node: draft.node === null ? t('form.needChoice', { label: NODE.label }) : undefined,
    name: draft.name.trim() === '' ? t('form.needText', { label: t('numberLists.name') }) : undefined,
  };
  const faultOf = (name: keyof typeof needs) => faults[name] ?? (asked ? needs[name] : undefined);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.values(needs).every((need) => need === undefined)) onNext();
  };
  return (
    <form className={classes['form']} onSubmit={onSubmit} noValidate>
      <FileChoice draft={draft} error={faultOf('file')} onChange={onChange} />
      <AccountSelect
        field={NODE}
        value={draft.node}
        onChange={(node) => onChange({ node: node as string | null })}
        onPreset={(node) => onChange({ node: node as string | null })}
        error={faultOf('node')}
        values={{}}
      />
      <TextInput
        label={t('numberLists.name')}
        description={t('numberLists.nameHint')}
        value={draft.name}
        error={faultOf('name')}
        maxLength={120}
        required
        withAsterisk={false}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        label={t('numberLists.region')}
        description={t('numberLists.regionHint')}
        data={REGIONS}
        value={draft.region}
        allowDeselect={false}
        searchable
        onChange={(region) => onChange({ region: region ?? 'US' })}
      />
      <div className={classes['actions']}>
        <Button type="submit">{t('numberLists.next')}</Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}
