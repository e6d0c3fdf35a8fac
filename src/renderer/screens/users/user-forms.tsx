import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import type { User } from '#shared/operations/users.ts';
import { accessControl } from './access-control.tsx';
import type { UserSubject } from './user.ts';

type Props = PanelFormProps<UserSubject>;

const PAIRS = [['firstName', 'lastName']] as const;
const FULL_NAME = (values: Readonly<Record<string, unknown>>) =>
  [values['firstName'], values['lastName']].join(' ');

/** Adds a user with the fields of the platform's document. */
export function AddUser({ node, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  const controls = useMemo(
    () => ({ node: nodeControl('users.create', ['platform', 'realm', 'account']), access: accessControl() }),
    [],
  );
  return (
    <OperationForm
      operation="users.create"
      initial={node === undefined ? {} : { node }}
      controls={controls}
      pairs={PAIRS}
      hints={{ active: t('users.activeHint') }}
      onDone={(_, values) => {
        onDone();
        toastDone(t('users.added', { name: FULL_NAME(values) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

/** Changes a user's names, address and roles at their own node. */
export function EditUser(props: Props) {
  const user = useAnswer('users.get', { id: props.record?.id ?? '' }).data;
  return user === undefined ? <Bones /> : <EditLoadedUser {...props} user={user} />;
}

function EditLoadedUser({ user, onDone, onCancel, onChanged }: Props & { readonly user: User }) {
  const { t } = useTranslation();
  // As the person saw it: what somebody else changes while they type must not be overwritten unseen.
  const [seen] = useState(user);
  const controls = useMemo(() => ({ access: accessControl(seen.node) }), [seen]);
  const access = seen.assignments
    .filter((assignment) => assignment.node === seen.node)
    .map(({ pack, role }) => ({ pack, role }));
  return (
    <OperationForm
      operation="users.edit"
      fixed={{ id: seen.id, version: seen.version }}
      initial={{ firstName: seen.firstName, lastName: seen.lastName, email: seen.email, access }}
      controls={controls}
      pairs={PAIRS}
      submitLabel={t('form.save')}
      onDone={(_, values) => {
        onDone();
        toastDone(t('users.saved', { name: FULL_NAME(values) }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}

/** Gives a user a new password. */
export function SetPassword({ record, onDone, onCancel, onChanged }: Props) {
  const { t } = useTranslation();
  if (record === null) return null;
  const name = `${record.firstName} ${record.lastName}`;
  return (
    <OperationForm
      operation="users.setPassword"
      fixed={{ id: record.id }}
      names={[record.firstName, record.lastName, record.email]}
      onDone={() => {
        onDone();
        toastDone(t('users.passwordSet', { name }));
      }}
      onCancel={onCancel}
      onChanged={onChanged}
    />
  );
}
