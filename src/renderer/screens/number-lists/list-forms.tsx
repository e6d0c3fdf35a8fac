import { MultiSelect, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { type ControlProps, control } from '#renderer/components/field-control.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { rowsOf } from '#shared/page.ts';
import type { NumberList } from './number-lists-screen.tsx';

type Props = PanelFormProps<NumberList>;

/** Gives a list another name; somebody else's change meanwhile is shown beside one's own. */
export function RenameList({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  // The version that the person saw: one that changes while they type must not be overwritten unseen.
  const [seen] = useState(record);
  if (seen === null) return null;
  return (
    <OperationForm
      operation="numberLists.rename"
      fixed={{ id: seen.id, version: seen.version }}
      initial={{ name: seen.name }}
      submitLabel={t('form.save')}
      onDone={(_, values) => {
        onDone();
        toastDone(t('numberLists.renamed', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

/** After how many days a list is removed with everything in it. */
export function SetRetention({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const [seen] = useState(record);
  if (seen === null) return null;
  return (
    <OperationForm
      operation="numberLists.setRetention"
      fixed={{ id: seen.id, version: seen.version }}
      hints={{ days: t('numberLists.retentionHint') }}
      submitLabel={t('form.save')}
      onDone={() => {
        onDone();
        toastDone(t('numberLists.retentionSaved'));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

function SegmentSelect({
  field,
  value,
  onChange,
  error,
  list,
}: ControlProps<string | null> & { list: string }) {
  const { t } = useTranslation();
  const answer = useAnswer('numberLists.segments', { id: list, limit: 200 });
  const segments = answer.data === undefined ? [] : rowsOf(answer.data);
  return (
    <Select
      label={t('form.optionalField', { label: field.label })}
      description={t('numberLists.splitSegmentHint')}
      data={segments.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      error={error}
      disabled={segments.length === 0}
      clearable
    />
  );
}

/** Makes lists of the parts of one; the list itself stays. */
export function SplitList({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const [seen] = useState(record);
  const id = seen?.id ?? '';
  const controls = useMemo(
    () => ({ segment: control<string | null>((props) => <SegmentSelect {...props} list={id} />) }),
    [id],
  );
  if (seen === null) return null;
  return (
    <OperationForm
      operation="numberLists.split"
      fixed={{ id }}
      controls={controls}
      hints={{ parts: t('numberLists.splitPartsHint') }}
      onDone={({ lists }) => {
        onDone();
        toastDone(t('numberLists.splitDone', { count: lists.length }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

function ListsSelect({
  field,
  value,
  onChange,
  error,
  node,
}: ControlProps<string[]> & { node: string | undefined }) {
  const { t } = useTranslation();
  const answer = useAnswer('numberLists.list', { ...(node === undefined ? {} : { node }), limit: 1_000 });
  const lists = answer.data === undefined ? [] : rowsOf(answer.data);
  const ready = lists.filter(({ state }) => state === 'ready');
  const first = ready.find(({ id }) => id === value[0]);
  const fitting = ready.filter((list) => first === undefined || list.node === first.node);
  return (
    <MultiSelect
      label={field.label}
      description={t('numberLists.mergeHint')}
      data={fitting.map(({ id, name, entries }) => ({
        value: id,
        label: t('numberLists.listOption', { name, count: entries }),
      }))}
      value={value}
      onChange={onChange}
      error={error}
      searchable
    />
  );
}

/** Makes one list of several of an account; those stay. */
export function MergeLists({ node, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const controls = useMemo(
    () => ({ lists: control<string[]>((props) => <ListsSelect {...props} node={node} />) }),
    [node],
  );
  return (
    <OperationForm
      operation="numberLists.merge"
      controls={controls}
      onDone={(_, values) => {
        onDone();
        toastDone(t('numberLists.mergeStarted', { name: String(values['name']) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}
