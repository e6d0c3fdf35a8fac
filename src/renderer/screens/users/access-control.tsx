import { MultiSelect } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { type Control, type ControlProps, control } from '#renderer/components/field-control.tsx';
import classes from './access-control.module.css';

interface Given {
  readonly pack: string;
  readonly role: string;
}

const keyOf = ({ pack, role }: Given) => `${pack}:${role}`;

interface RoleLine {
  readonly words: string;
  readonly why: string | null;
}

/** A role with its words, or with why one may not give it. */
export function RoleOption({ name, line }: { readonly name: string; readonly line: RoleLine | undefined }) {
  return (
    <span className={classes['option']}>
      <b>
        {name}
        {line === undefined || line.why === null ? null : <IconLock size={13} aria-hidden />}
      </b>
      <small>{line?.why ?? line?.words}</small>
    </span>
  );
}

function AccessSelect(
  props: ControlProps<readonly Given[] | undefined> & { readonly node: string | undefined },
) {
  const { t } = useTranslation();
  const { field, value = [], onChange, error, node } = props;
  const roles =
    useAnswer('users.assignableRoles', { node: node ?? '' }, { enabled: node !== undefined }).data ?? [];
  const lines = new Map(
    roles.map((role) => [keyOf(role), { ...role, why: role.mayGrant ? null : role.why }]),
  );
  const missing = value.filter((given) => !lines.has(keyOf(given)));
  const data = [
    ...roles.map((role) => ({ value: keyOf(role), label: role.role, disabled: !role.mayGrant })),
    ...missing.map((given) => ({ value: keyOf(given), label: given.role, disabled: true })),
  ];
  const known = new Map(
    [...roles, ...missing].map(({ pack, role }) => [keyOf({ pack, role }), { pack, role }]),
  );
  return (
    <MultiSelect
      label={field.label}
      description={t(node === undefined ? 'users.pickAccount' : 'users.accessHint')}
      placeholder={value.length === 0 ? t('users.accessPlaceholder') : ''}
      data={data}
      value={value.map(keyOf)}
      onChange={(keys) => onChange(keys.flatMap((key) => known.get(key) ?? []))}
      error={error}
      disabled={node === undefined}
      searchable
      maxDropdownHeight={320}
      renderOption={({ option }) => <RoleOption name={option.label} line={lines.get(option.value)} />}
    />
  );
}

/** The roles given at a node, fixed or chosen in the same form; roles that the person may not give say why. */
export function accessControl(fixedNode?: string): Control<unknown> {
  return control<readonly Given[] | undefined>((props) => {
    const chosen = props.values['node'];
    const node = fixedNode ?? (typeof chosen === 'string' ? chosen : undefined);
    return <AccessSelect {...props} node={node === '' ? undefined : node} />;
  });
}
