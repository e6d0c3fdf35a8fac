import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { type Control, type ControlProps, control } from '#renderer/components/field-control.tsx';
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
