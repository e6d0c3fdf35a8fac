import { Button, NumberInput, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { OperationButton, useVerdict } from '#renderer/components/operation-button.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import type { Failure } from '#shared/reply.ts';
import type { NumberListRecord } from './number-list-detail.tsx';
import classes from './number-lists.module.css';

type Entry = OutputOf<'numberLists.entry'>;

interface EntryEditorProps {
  readonly list: NumberListRecord;
  /** The entry that is changed; null: a new one. */
  readonly seq: number | null;
  readonly onDone: () => void;
}

interface Draft {
  readonly number: string;
  readonly name: string;
  readonly zone: string;
  readonly priority: number | string;
  readonly fields: readonly string[];
}

function draftOf(entry: Entry | null, list: NumberListRecord): Draft {
  if (entry === null)
    return { number: '', name: '', zone: '', priority: '', fields: list.fields.map(() => '') };
  const { number, name, zone, priority, fields } = entry;
  return { number, name, zone, priority: priority ?? '', fields };
}

function Remove({ list, entry, onDone }: { list: NumberListRecord; entry: Entry; onDone: () => void }) {
  const { t } = useTranslation();
  const start = usePendingRun((pending) => pending.start);
  const run = () =>
    start({
      operation: 'numberLists.removeEntries',
      items: [{ label: entry.number, input: { id: list.id, version: list.version, seqs: [entry.seq] } }],
      consequence: t('numberLists.removeEntryText'),
      onDone,
    });
  return (
    <OperationButton
      operation="numberLists.removeEntries"
      input={{ id: list.id }}
      icon={<IconTrash size={15} />}
      label={t('numberLists.removeEntry')}
      onRun={run}
    />
  );
}

function useEntryForm({ list, seq, onDone }: EntryEditorProps, entry: Entry | null) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(entry, list));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (patch: Partial<Draft>) => {
    setDraft((now) => ({ ...now, ...patch }));
    setFailure(null);
  };
  const save = async () => {
    setBusy(true);
    const { number, name, zone, fields } = draft;
    const priority = draft.priority === '' ? {} : { priority: Number(draft.priority) };
    const asked = {
      id: list.id,
      version: list.version,
      number,
      name,
      zone,
      fields: [...fields],
      ...priority,
    };
    const reply =
      seq === null
        ? await call('numberLists.addEntry', asked)
        : await call('numberLists.editEntry', { ...asked, seq });
    setBusy(false);
    if (!reply.ok) return setFailure(reply.error);
    toastDone(t(seq === null ? 'numberLists.entryAdded' : 'numberLists.entrySaved', { number }));
    onDone();
  };
  const faultOf = (path: string) => failure?.fields?.find((fault) => fault.path === path)?.message;
  const general = failure !== null && (failure.fields ?? []).length === 0 ? failure.message : null;
  return { draft, change, save, busy, faultOf, general };
}

function EntryForm(props: EntryEditorProps & { readonly entry: Entry | null }) {
  const { t } = useTranslation();
  const { list, entry, onDone } = props;
  const { draft, change, save, busy, faultOf, general } = useEntryForm(props, entry);
  const operation = entry === null ? 'numberLists.addEntry' : 'numberLists.editEntry';
  const verdict = useVerdict(operation, { id: list.id });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={classes['fix']} onSubmit={onSubmit} noValidate aria-label={t('numberLists.entry')}>
      <div className={classes['grid']}>
        <TextInput
          label={t('numberLists.number')}
          value={draft.number}
          error={faultOf('number')}
          inputMode="tel"
          onChange={(event) => change({ number: event.currentTarget.value })}
        />
        <TextInput
          label={t('numberLists.name')}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('numberLists.zone')}
          placeholder="Europe/Berlin"
          value={draft.zone}
          error={faultOf('zone')}
          onChange={(event) => change({ zone: event.currentTarget.value })}
        />
        <NumberInput
          label={t('numberLists.priority')}
          value={draft.priority}
          error={faultOf('priority')}
          min={0}
          onChange={(priority) => change({ priority })}
        />
        {list.fields.slice(0, 20).map((field, place) => (
          <TextInput
            key={field}
            label={field}
            value={draft.fields[place] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              change({
                fields: list.fields.map((_, at) => (at === place ? value : (draft.fields[at] ?? ''))),
              });
            }}
          />
        ))}
      </div>
      {general === null ? null : (
        <p role="alert" className={classes['fault']}>
          {general}
        </p>
      )}
      <div className={classes['acts']}>
        <Button type="submit" loading={busy} disabled={!verdict.allowed}>
          {t(entry === null ? 'numberLists.addEntry' : 'form.save')}
        </Button>
        {entry === null ? null : <Remove list={list} entry={entry} onDone={onDone} />}
        <Button variant="default" onClick={onDone}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** One entry of a list, to be added, changed or taken out: each makes the list's next version. */
export function EntryEditor(props: EntryEditorProps) {
  const { list, seq } = props;
  const answer = useAnswer('numberLists.entry', { id: list.id, seq: seq ?? 1 }, { enabled: seq !== null });
  if (seq === null) return <EntryForm {...props} entry={null} />;
  if (answer.data === undefined) return <Bones />;
  return <EntryForm {...props} entry={answer.data} />;
}
