import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, queryClient } from '#renderer/client.ts';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import type { Failure } from '#shared/reply.ts';
import { type ImportDraft, type Reading, sourceOf } from './import-draft.ts';
import classes from './import-panel.module.css';
import { ImportPreview } from './import-preview.tsx';
import { ImportRun } from './import-run.tsx';
import { ImportSource } from './import-source.tsx';
import type { NumberList } from './number-lists-screen.tsx';

type Step = 'source' | 'preview' | 'import';
type Faults = Readonly<Record<string, string>>;
type Made = { readonly id: string; readonly job: string };

const STEPS = [
  ['source', 'numberLists.stepSource'],
  ['preview', 'numberLists.stepPreview'],
  ['import', 'numberLists.stepImport'],
] as const;

function Steps({ at }: { readonly at: Step }) {
  const { t } = useTranslation();
  const here = STEPS.findIndex(([step]) => step === at);
  return (
    <ol className={classes['steps']} aria-label={t('numberLists.steps')}>
      {STEPS.map(([step, text], index) => (
        <li key={step} aria-current={step === at ? 'step' : undefined} data-done={index < here || undefined}>
          <span>{index + 1}</span>
          {t(text)}
        </li>
      ))}
    </ol>
  );
}

function emptyDraft(node: string | undefined): ImportDraft {
  return {
    from: 'file',
    file: '',
    text: '',
    node: node ?? null,
    name: '',
    region: 'US',
    reading: {},
    consentSource: '',
    consentAt: null,
    how: 'add',
  };
}

/** Faults of the first step's own fields, by name. */
function faultsOf(failure: Failure): Faults {
  return Object.fromEntries((failure.fields ?? []).map(({ path, message }) => [path, message]));
}

function send(draft: ImportDraft, into: NumberList | null) {
  const { name, region, reading, consentSource, consentAt, how } = draft;
  const consent = { consentSource, ...(consentAt === null ? {} : { consentAt }) };
  const asked = { ...sourceOf(draft), region, ...reading, ...consent };
  return into === null
    ? call('numberLists.import', { node: draft.node ?? '', name, ...asked })
    : call('numberLists.importMore', { id: into.id, version: into.version, how, ...asked });
}

function useImport(into: NumberList | null, node: string | undefined, onChanged: (changed: boolean) => void) {
  // The version that the person saw: one that changes meanwhile must not be imported into unseen.
  const [seen] = useState(into);
  const [draft, setDraft] = useState(() => emptyDraft(seen?.node ?? node));
  const [step, setStep] = useState<Step>('source');
  const [faults, setFaults] = useState<Faults>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const change = (patch: Partial<ImportDraft>) => {
    setDraft((now) => ({ ...now, ...patch }));
    setFailure(null);
    setFaults((now) => Object.fromEntries(Object.entries(now).filter(([key]) => !(key in patch))));
    if (patch.file !== undefined || patch.text !== undefined) onChanged(true);
  };
  const read = (patch: Reading) => change({ reading: { ...draft.reading, ...patch } });
  const check = () => {
    // The file may have changed since it was last looked at.
    queryClient.removeQueries({ queryKey: ['numberLists', 'numberLists.preview'] });
    setStep('preview');
  };
  const start = async () => {
    const reply = await send(draft, seen);
    if (reply.ok) {
      onChanged(false);
      setMade(reply.value);
      setStep('import');
      return;
    }
    const found = faultsOf(reply.error);
    setFaults(found);
    setFailure(reply.error);
    if ('name' in found || 'node' in found) setStep('source');
  };
  const again = () => {
    setDraft(emptyDraft(draft.node ?? undefined));
    setMade(null);
    setStep('source');
  };
  return { draft, step, faults, failure, made, change, read, check, start, again, setStep };
}

/**
 * Imports a file or pasted numbers in three steps: choose them, check how they are read, watch the import and read its
 * report. With a record, into that list.
 */
export function ImportPanel({ record, node, onCancel, onChanged }: PanelFormProps<NumberList>) {
  const flow = useImport(record, node, onChanged);
  const { step, draft, made } = flow;
  return (
    <div className={classes['panel']}>
      <Steps at={step} />
      {step === 'source' ? (
        <ImportSource
          draft={draft}
          into={record}
          faults={flow.faults}
          onChange={flow.change}
          onNext={flow.check}
          onCancel={onCancel}
        />
      ) : null}
      {step === 'preview' ? (
        <ImportPreview
          draft={draft}
          failure={flow.failure}
          onRead={flow.read}
          onRegion={(region) => flow.change({ region })}
          onBack={() => flow.setStep('source')}
          onStart={flow.start}
        />
      ) : null}
      {step === 'import' && made !== null ? (
        <ImportRun
          list={made.id}
          job={made.job}
          onSettings={() => flow.setStep('preview')}
          onAgain={record === null ? flow.again : undefined}
        />
      ) : null}
    </div>
  );
}
