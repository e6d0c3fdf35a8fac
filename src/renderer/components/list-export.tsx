import { Button } from '@mantine/core';
import { createContext, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useJob } from '#renderer/state/jobs.ts';
import type { OperationName } from '#shared/operations/index.ts';
import { Bones } from './bones.tsx';
import classes from './csv.module.css';
import { profileControl } from './csv-profile-control.tsx';
import { titleOf } from './declared.ts';
import type { FileColumn } from './file-columns.ts';
import { FileResult } from './file-result.tsx';
import { JobCard } from './job-card.tsx';
import { isOpen } from './job-progress.tsx';
import type { PanelFormProps, ScreenOperation } from './list-types.ts';
import { OperationForm } from './operation-form.tsx';
import { saveControl } from './save-control.tsx';

/** What the list shows at the moment: what its export will hold. */
export interface ListExportSource {
  readonly list: OperationName;
  readonly input: Readonly<Record<string, unknown>>;
  readonly columns: readonly FileColumn[];
  readonly total: number | null;
}

/** Tells the export form, which stands in the panel, of the list beside it. */
export const ListExportContext = createContext<ListExportSource | null>(null);

/** A name for the file: 'Number lists' becomes 'number-lists.csv'. */
function fileNameOf(list: OperationName, gzip: unknown): string {
  const name = titleOf(list)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return `${name}.csv${gzip === true ? '.gz' : ''}`;
}

function Running({ id, onAgain }: { readonly id: string; readonly onAgain: () => void }) {
  const { t } = useTranslation();
  const job = useJob(id);
  if (job === undefined) return <Bones />;
  const again = (
    <Button variant="default" onClick={onAgain}>
      {t('csv.another')}
    </Button>
  );
  const { result } = job;
  if (job.state === 'done' && result !== null) {
    return (
      <FileResult
        title={t('csv.done')}
        file={String(result['file'])}
        manifest={String(result['manifest'])}
        files={1}
        rows={Number(result['rows'])}
        bytes={Number(result['bytes'])}
        sha256={String(result['sha256'])}
      >
        {again}
      </FileResult>
    );
  }
  return (
    <div className={classes['run']}>
      {isOpen(job) ? (
        <JobCard job={job} cancelText={t('csv.cancelText')} />
      ) : (
        <JobCard job={job}>{again}</JobCard>
      )}
      {isOpen(job) ? <p className={classes['quiet']}>{t('csv.background')}</p> : null}
    </div>
  );
}

/** Exports what the list beside it shows: its rows under the search and filters, in its order, the columns that show. */
function ListExportPanel({ onCancel, onChanged }: Pick<PanelFormProps<unknown>, 'onCancel' | 'onChanged'>) {
  const { t } = useTranslation();
  const source = useContext(ListExportContext);
  const [job, setJob] = useState<string | null>(null);
  const list = source?.list;
  const controls = useMemo(
    () =>
      list === undefined
        ? {}
        : {
            profile: profileControl,
            file: saveControl({ title: t('csv.saveTitle'), name: ({ gzip }) => fileNameOf(list, gzip) }),
          },
    [list, t],
  );
  if (source === null || source.total === null) return <Bones />;
  if (job !== null) return <Running id={job} onAgain={() => setJob(null)} />;
  const { input, columns, total } = source;
  return (
    <OperationForm
      operation="listExports.start"
      // The Save dialog asks by itself before a file is replaced.
      fixed={{ list: source.list, input, columns, overwrite: true }}
      controls={controls}
      submitLabel={t('csv.start')}
      onDone={(output) => {
        onChanged(false);
        setJob(output.job);
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    >
      <p className={classes['about']}>
        <strong>{t('list.total', { count: total })}</strong>
        {` · ${columns.map(({ title }) => title).join(', ')}`}
      </p>
      <p className={classes['quiet']}>{t('csv.asShown')}</p>
    </OperationForm>
  );
}

/** The export that every list offers. */
export function listExport<S>(): ScreenOperation<S> {
  return { operation: 'listExports.start', place: 'list', form: ListExportPanel };
}
