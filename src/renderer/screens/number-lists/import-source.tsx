import { Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { IconFileSpreadsheet, IconFolderOpen } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { fieldOf } from '#renderer/components/field-shape.ts';
import { baseName, folderOf } from '#renderer/components/file-path.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { REGIONS } from '#renderer/components/regions.ts';
import { toastFailure } from '#renderer/components/toast.tsx';
import { nameFromFile } from './file-name.ts';
import type { ImportDraft } from './import-draft.ts';
import classes from './import-panel.module.css';
import type { NumberList } from './number-lists-screen.tsx';

/** Kinds of files that can be imported, for the desktop's Open dialog. */
export const EXTENSIONS = ['csv', 'tsv', 'txt', 'xlsx', 'vcf'];
const NODE = fieldOf('numberLists.import', 'node');
const AccountSelect = nodeControl('numberLists.import');

interface ImportSourceProps {
  readonly draft: ImportDraft;
  /** The list that the numbers go into; null: a new one. */
  readonly into: NumberList | null;
  /** The service's faults by field. */
  readonly faults: Readonly<Record<string, string>>;
  readonly onChange: (patch: Partial<ImportDraft>) => void;
  readonly onNext: () => void;
  readonly onCancel: () => void;
}

type PartProps = Pick<ImportSourceProps, 'draft' | 'onChange'>;

function FileChoice({ draft, error, onChange }: PartProps & { readonly error: string | undefined }) {
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

/** A file, or numbers pasted from elsewhere. */
function WhatToImport({ draft, error, onChange }: PartProps & { readonly error: string | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <SegmentedControl
        aria-label={t('numberLists.from')}
        value={draft.from}
        onChange={(from) => onChange({ from, reading: {} })}
        data={[
          { value: 'file', label: t('numberLists.fromFile') },
          { value: 'text', label: t('numberLists.fromText') },
        ]}
      />
      {draft.from === 'file' ? (
        <FileChoice draft={draft} error={error} onChange={onChange} />
      ) : (
        <Textarea
          label={t('numberLists.pasted')}
          description={t('numberLists.pastedHint')}
          rows={8}
          value={draft.text}
          error={error}
          onChange={(event) => onChange({ text: event.currentTarget.value, reading: {} })}
        />
      )}
    </>
  );
}

/** Where and when the people agreed to be called: asked for, and kept with the version. */
function Consent({ draft, onChange }: PartProps) {
  const { t } = useTranslation();
  const day = draft.consentAt === null ? '' : new Date(draft.consentAt).toISOString().slice(0, 10);
  return (
    <div className={classes['pair']}>
      <TextInput
        label={t('numberLists.consentSource')}
        description={t('numberLists.consentHint')}
        value={draft.consentSource}
        maxLength={200}
        onChange={(event) => onChange({ consentSource: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t('numberLists.consentAt')}
        description={t('numberLists.consentAtHint')}
        value={day}
        onChange={(event) => {
          const at = Date.parse(event.currentTarget.value);
          onChange({ consentAt: Number.isNaN(at) ? null : at });
        }}
      />
    </div>
  );
}

function NewList({
  draft,
  onChange,
  faultOf,
}: PartProps & { readonly faultOf: (name: 'node' | 'name') => string | undefined }) {
  const { t } = useTranslation();
  return (
    <>
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
    </>
  );
}

/** The import's first step: what is imported, whose list it becomes, and what it is called. */
export function ImportSource({ draft, into, faults, onChange, onNext, onCancel }: ImportSourceProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const missing = draft.from === 'file' ? draft.file === '' : draft.text.trim() === '';
  const needs = {
    source: missing ? t(draft.from === 'file' ? 'numberLists.needFile' : 'numberLists.needText') : undefined,
    node: draft.node === null ? t('form.needChoice', { label: NODE.label }) : undefined,
    name:
      into === null && draft.name.trim() === ''
        ? t('form.needText', { label: t('numberLists.name') })
        : undefined,
  };
  const faultOf = (name: 'node' | 'name') => faults[name] ?? (asked ? needs[name] : undefined);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.values(needs).every((need) => need === undefined)) onNext();
  };
  return (
    <form className={classes['form']} onSubmit={onSubmit} noValidate>
      <WhatToImport
        draft={draft}
        error={faults[draft.from] ?? (asked ? needs.source : undefined)}
        onChange={onChange}
      />
      {into === null ? (
        <NewList draft={draft} onChange={onChange} faultOf={faultOf} />
      ) : (
        <SegmentedControl
          aria-label={t('numberLists.how')}
          value={draft.how}
          onChange={(how) => onChange({ how })}
          data={[
            { value: 'add', label: t('numberLists.howAdd') },
            { value: 'replace', label: t('numberLists.howReplace') },
          ]}
        />
      )}
      <Select
        label={t('numberLists.region')}
        description={t('numberLists.regionHint')}
        data={REGIONS}
        value={draft.region}
        allowDeselect={false}
        searchable
        onChange={(region) => onChange({ region: region ?? 'US' })}
      />
      <Consent draft={draft} onChange={onChange} />
      <div className={classes['actions']}>
        <Button type="submit">
          {t(draft.from === 'file' ? 'numberLists.next' : 'numberLists.nextText')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}
