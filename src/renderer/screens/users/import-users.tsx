import { Alert, Button } from '@mantine/core';
import { IconFileSpreadsheet, IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, queryClient, useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { fieldOf } from '#renderer/components/field-shape.ts';
import { baseName, folderOf } from '#renderer/components/file-path.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { toastFailure } from '#renderer/components/toast.tsx';
import type { OutputOf } from '#shared/operations/index.ts';
import type { Failure } from '#shared/reply.ts';
import { BulkResults } from './bulk-results.tsx';
import { CsvRows } from './csv-rows.tsx';
import { FormFoot } from './form-foot.tsx';
import type { UserSubject } from './user.ts';
import classes from './users.module.css';

const NODE = fieldOf('users.importCsv', 'node');
const HOMES = ['platform', 'realm', 'account', 'server', 'conduit', 'customer', 'organization'];
const AccountSelect = nodeControl('users.importCsv', HOMES);

function FileChoice({
  file,
  onChoose,
}: {
  readonly file: string;
  readonly onChoose: (file: string) => void;
}) {
  const { t } = useTranslation();
  const chosen = file !== '';
  const choose = async () => {
    const reply = await call('files.chooseOpen', { title: t('users.importTitle'), extensions: ['csv'] });
    if (!reply.ok) return toastFailure(reply.error);
    if (reply.value.file !== null) onChoose(reply.value.file);
  };
  return (
    <div className={classes['file']}>
      <IconFileSpreadsheet size={22} stroke={1.5} aria-hidden />
      <div>
        <strong>{chosen ? baseName(file) : t('users.importFile')}</strong>
        <p>{chosen ? <bdi>{folderOf(file)}</bdi> : t('users.importHint')}</p>
      </div>
      <Button
        variant={chosen ? 'default' : 'light'}
        leftSection={<IconFolderOpen size={16} />}
        onClick={() => void choose()}
      >
        {t(chosen ? 'users.chooseOther' : 'users.chooseFile')}
      </Button>
    </div>
  );
}

type Preview = OutputOf<'users.previewCsv'>;

function Summary({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  const { add, give, nothing, refused } = preview.counts;
  return (
    <>
      <p className={classes['sum']}>{t('users.importCounts', { add, give, nothing, refused })}</p>
      {preview.ignored.length === 0 ? null : (
        <p className={classes['quiet']}>{t('users.importIgnored', { titles: preview.ignored.join(', ') })}</p>
      )}
    </>
  );
}

/** Adds people and gives roles from a CSV file: choose it, see what each row comes to, import, see what came of it. */
export function ImportUsers({ node, onDone, onCancel, onChanged }: PanelFormProps<UserSubject>) {
  const { t } = useTranslation();
  const [home, setHome] = useState<string | null>(node ?? null);
  const [file, setFile] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<OutputOf<'users.importCsv'>['results'] | null>(null);
  const ready = home !== null && file !== '' && results === null;
  const preview = useAnswer('users.previewCsv', { node: home ?? '', file }, { enabled: ready });
  const rows = preview.data?.rows ?? [];
  const send = async () => {
    setBusy(true);
    const reply = await call('users.importCsv', { node: home ?? '', file });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    onChanged(false);
    setResults(reply.value.results);
  };
  if (results !== null) {
    const nameAt = (row: string) => {
      const known = rows.find((one) => String(one.row) === row);
      return t('users.importRow', { row, name: known?.email ?? '' });
    };
    return <BulkResults results={results} nameOf={nameAt} onClose={onDone} />;
  }
  const counts = preview.data?.counts;
  const toDo = counts === undefined ? 0 : counts.add + counts.give;
  return (
    <form
      className={classes['form']}
      data-wide
      onSubmit={(event) => {
        event.preventDefault();
        if (toDo > 0) void send();
      }}
      noValidate
    >
      <FileChoice
        file={file}
        onChoose={(chosen) => {
          // The file may have changed since it was last looked at.
          queryClient.removeQueries({ queryKey: ['users', 'users.previewCsv'] });
          setFile(chosen);
          setFailure(null);
          onChanged(true);
        }}
      />
      <AccountSelect
        field={NODE}
        value={home}
        onChange={(next) => setHome(next as string | null)}
        onPreset={(next) => setHome(next as string | null)}
        error={undefined}
        values={{}}
      />
      {preview.error === null ? null : (
        <Alert color="red" variant="light" role="alert">
          {preview.error.message}
        </Alert>
      )}
      {ready && preview.isLoading ? <Bones /> : null}
      {preview.data === undefined ? null : (
        <>
          <Summary preview={preview.data} />
          <CsvRows rows={rows} />
        </>
      )}
      <FormFoot
        failure={failure}
        busy={busy}
        disabled={toDo === 0}
        label={t('users.importStart', { count: toDo })}
        onCancel={onCancel}
      />
    </form>
  );
}
