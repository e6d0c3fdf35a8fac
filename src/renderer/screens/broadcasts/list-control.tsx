import { Select } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { type Control, type ControlProps, control } from '#renderer/components/field-control.tsx';
import { formatDay } from '#renderer/components/format.ts';
import { rowsOf } from '#shared/page.ts';

const MOST = 1000;

interface ListSelectProps extends ControlProps<string | null> {
  readonly node: string | undefined;
}

/** Number lists of the account that are ready to be called, newest first. */
function ListSelect({ field, value, onChange, error, node }: ListSelectProps) {
  const { t } = useTranslation();
  const asked = { node: node ?? '', limit: MOST };
  const answer = useAnswer('numberLists.list', asked, { enabled: node !== undefined });
  const rows = answer.data === undefined ? [] : rowsOf(answer.data);
  const ready = rows.filter((row) => row.state === 'ready' && row.node === node);
  const none = answer.data !== undefined && ready.length === 0;
  const hint =
    node === undefined ? 'broadcasts.pickAccount' : none ? 'broadcasts.noLists' : 'broadcasts.listHint';
  return (
    <Select
      label={field.label}
      name={field.name}
      description={t(hint)}
      data={ready.map(({ id, name, entries }) => ({
        value: id,
        label: t('broadcasts.listOption', { name, entries }),
      }))}
      value={value}
      onChange={onChange}
      error={error}
      disabled={node === undefined}
      required
      withAsterisk={false}
      allowDeselect={false}
      searchable={ready.length > 8}
    />
  );
}

/** A control for a broadcast's list, at a fixed account or the one that is chosen in the same form. */
export function listControl(fixedNode?: string): Control<unknown> {
  return control<string | null>((props) => {
    const chosen = props.values['node'];
    const node = fixedNode ?? (typeof chosen === 'string' && chosen !== '' ? chosen : undefined);
    return <ListSelect {...props} node={node} />;
  });
}

/** Versions of the list that is chosen in the same form, newest first; none: whichever is the newest then. */
function VersionSelect({
  field,
  value,
  onChange,
  error,
  list,
}: ControlProps<string | null> & { list: string }) {
  const { t } = useTranslation();
  const answer = useAnswer('numberLists.versions', { id: list, limit: MOST }, { enabled: list !== '' });
  const versions = answer.data === undefined ? undefined : rowsOf(answer.data);
  const chosen = value === '' ? null : value;
  const elsewhere = chosen !== null && versions !== undefined && versions.every(({ id }) => id !== chosen);
  // Of another list than the one that is chosen now.
  useEffect(() => {
    if (elsewhere) onChange(null);
  }, [elsewhere, onChange]);
  return (
    <Select
      label={t('form.optionalField', { label: field.label })}
      name={field.name}
      description={t('broadcasts.versionHint')}
      data={(versions ?? [])
        .filter(({ state }) => state === 'ready')
        .map(({ id, ordinal, entries, createdAt }) => ({
          value: id,
          label: t('broadcasts.versionOption', { ordinal, entries, date: formatDay(createdAt) }),
        }))}
      value={chosen}
      onChange={onChange}
      error={error}
      disabled={versions === undefined || versions.length === 0}
      clearable
    />
  );
}

function listOf({ values }: Pick<ControlProps, 'values'>): string {
  const list = values['list'];
  return typeof list === 'string' ? list : '';
}

/** A control for a version of the form's list. */
export const versionControl: Control<unknown> = control<string | null>((props) => (
  <VersionSelect {...props} list={listOf(props)} />
));

/** Segments of the list that is chosen in the same form. */
function SegmentSelect({
  field,
  value,
  onChange,
  error,
  list,
}: ControlProps<string | null> & { list: string }) {
  const { t } = useTranslation();
  const answer = useAnswer('numberLists.segments', { id: list, limit: MOST }, { enabled: list !== '' });
  const segments = answer.data === undefined ? undefined : rowsOf(answer.data);
  const chosen = value === '' ? null : value;
  const elsewhere =
    chosen !== null && segments !== undefined && segments.every((segment) => segment.id !== chosen);
  // Of another list than the one that is chosen now.
  useEffect(() => {
    if (elsewhere) onChange(null);
  }, [elsewhere, onChange]);
  return (
    <Select
      label={t('form.optionalField', { label: field.label })}
      name={field.name}
      description={t('broadcasts.segmentHint')}
      data={(segments ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen}
      onChange={onChange}
      error={error}
      disabled={segments === undefined || segments.length === 0}
      clearable
    />
  );
}

/** A control for a segment of the form's list. */
export const segmentControl: Control<unknown> = control<string | null>((props) => (
  <SegmentSelect {...props} list={listOf(props)} />
));
