import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { inTreeOrder, pathName, useNodes } from '#renderer/state/nodes.ts';
import { PERMISSION_IDS, PERMISSIONS } from '#shared/policy/permissions.ts';

const RIGHTS = PERMISSION_IDS.map((id) => ({ value: id, label: `${PERMISSIONS[id]} · ${id}` }));
/** More choices than this are found by typing. */
const SHOWN = 100;

interface FieldProps {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** One of all rights that any document or Rolecall itself names. */
export function RightSelect({ value, onChange }: FieldProps) {
  const { t } = useTranslation();
  return (
    <Select
      label={t('access.right')}
      placeholder={t('access.findRight')}
      data={RIGHTS}
      value={value}
      onChange={onChange}
      nothingFoundMessage={t('access.noRight')}
      searchable
      allowDeselect={false}
      limit={SHOWN}
    />
  );
}

/** One of the scopes that the person works in. */
export function ScopeSelect({ value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const nodes = useNodes();
  return (
    <Select
      label={t('access.scope')}
      placeholder={t('shell.findScope')}
      data={inTreeOrder(nodes).map(({ id }) => ({
        value: id,
        label: pathName(nodes, id),
      }))}
      value={value}
      onChange={onChange}
      nothingFoundMessage={t('shell.noScope')}
      searchable
      allowDeselect={false}
      limit={SHOWN}
    />
  );
}
