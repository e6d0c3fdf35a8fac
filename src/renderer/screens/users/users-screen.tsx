import {
  IconCopy,
  IconEye,
  IconFileDownload,
  IconFileUpload,
  IconKey,
  IconPencil,
  IconShieldPlus,
  IconTrash,
  IconUserCheck,
  IconUserOff,
  IconUserPlus,
  IconUsers,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import type { Column } from '#renderer/components/column.ts';
import { ListScreen } from '#renderer/components/list-screen.tsx';
import type { RowOf, ScreenOperation } from '#renderer/components/list-types.ts';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { Dim, RelativeTime } from '#renderer/components/values.tsx';
import { sessionChanged } from '#renderer/state/session.ts';
import type { Me } from '#shared/operations/session.ts';
import { CopyAccess } from './copy-access.tsx';
import { exportUsers } from './export-users.ts';
import { GiveRole } from './give-role.tsx';
import { ImportUsers } from './import-users.tsx';
import { nameOf, stateOf, type UserSubject } from './user.ts';
import { UserDetail } from './user-detail.tsx';
import { UserFate } from './user-fate.tsx';
import { AddUser, EditUser, SetPassword } from './user-forms.tsx';

type Row = RowOf<'users.list'>;

const STATES = ['active', 'invited', 'inactive'] as const;

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('users.name'),
        width: 170,
        grow: 2,
        sort: 'name',
        render: (user) => <strong>{nameOf(user)}</strong>,
        inFile: [
          { field: 'firstName', title: t('users.firstName') },
          { field: 'lastName', title: t('users.lastName') },
        ],
      },
      {
        key: 'email',
        title: t('users.email'),
        width: 190,
        grow: 2,
        sort: 'email',
        render: (user) => user.email,
      },
      { key: 'roles', title: t('users.roles'), width: 180, grow: 3, render: (user) => user.roles },
      {
        key: 'node',
        title: t('users.account'),
        width: 140,
        grow: 1,
        render: (user) => user.nodeName,
        inFile: [{ field: 'nodeName' }],
      },
      {
        key: 'active',
        title: t('users.status'),
        width: 130,
        sort: 'active',
        render: (user) => <StateBadge state={stateOf(user)} />,
      },
      {
        key: 'lastSignIn',
        title: t('users.lastSignIn'),
        width: 130,
        sort: 'lastSignIn',
        inFile: [{ field: 'lastSignIn', as: 'time' }],
        render: ({ lastSignIn }) =>
          lastSignIn === null ? <Dim>{t('users.never')}</Dim> : <RelativeTime at={lastSignIn} />,
      },
    ],
    [t],
  );
}

const key = ({ id, version }: UserSubject) => ({ id, version });

function useSwitches(): readonly ScreenOperation<UserSubject>[] {
  const { t } = useTranslation();
  return [
    {
      operation: 'users.switchOff',
      place: 'record',
      icon: <IconUserOff size={15} />,
      when: (user) => user.active,
      input: key,
      bulk: true,
      consequence: t('users.switchOffText'),
      fate: UserFate,
      onDone: ([user], outputs) => {
        if (user === undefined || outputs.length > 1) return;
        const { version } = outputs[0] as { version: number };
        toastDone(t('users.switchedOff', { name: nameOf(user) }), () => {
          void call('users.switchOn', { id: user.id, version });
        });
      },
    },
    {
      operation: 'users.switchOn',
      place: 'record',
      icon: <IconUserCheck size={15} />,
      when: (user) => !user.active,
      input: key,
      bulk: true,
      onDone: ([user], outputs) => {
        if (user !== undefined && outputs.length === 1)
          toastDone(t('users.switchedOn', { name: nameOf(user) }));
      },
    },
    {
      operation: 'users.delete',
      place: 'record',
      icon: <IconTrash size={15} />,
      input: key,
      bulk: true,
      consequence: t('users.deleteText'),
      fate: UserFate,
      onDone: ([user], outputs) => {
        if (user !== undefined && outputs.length === 1) toastDone(t('users.deleted', { name: nameOf(user) }));
      },
    },
  ];
}

function subtitleOf(user: UserSubject) {
  return <StateBadge state={stateOf(user)} />;
}

/** People of the scope: who they are, the roles they hold, and whether they may sign in. */
export function UsersScreen() {
  const { t } = useTranslation();
  const columns = useColumns();
  const operations: readonly ScreenOperation<UserSubject>[] = [
    { operation: 'users.create', place: 'toolbar', icon: <IconUserPlus size={16} />, form: AddUser },
    { operation: 'users.importCsv', place: 'toolbar', icon: <IconFileUpload size={16} />, form: ImportUsers },
    {
      operation: 'users.exportCsv',
      place: 'toolbar',
      icon: <IconFileDownload size={16} />,
      run: (node) => void exportUsers(node),
    },
    { operation: 'users.edit', place: 'record', icon: <IconPencil size={15} />, form: EditUser, input: key },
    {
      operation: 'users.setPassword',
      place: 'record',
      icon: <IconKey size={15} />,
      form: SetPassword,
      input: ({ id }) => ({ id }),
    },
    {
      operation: 'assignments.grant',
      place: 'record',
      icon: <IconShieldPlus size={15} />,
      form: GiveRole,
      bulk: true,
    },
    {
      operation: 'assignments.copy',
      place: 'record',
      icon: <IconCopy size={15} />,
      form: CopyAccess,
      bulk: true,
    },
    {
      operation: 'session.viewAs',
      place: 'record',
      icon: <IconEye size={15} />,
      when: (user) => user.active,
      input: ({ id }) => ({ id }),
      onDone: (_users, [me]) => void sessionChanged(me as Me),
    },
    ...useSwitches(),
  ];
  const states = STATES.map((value) => ({ value, label: t(`state.${value}`) }));
  return (
    <ListScreen
      list="users.list"
      get="users.get"
      description={t('users.description')}
      columns={columns}
      filters={[{ key: 'name' }, { key: 'email' }, { key: 'role' }, { key: 'state', options: states }]}
      idOf={(user) => user.id}
      nameOf={nameOf}
      operations={operations}
      detail={UserDetail}
      wide
      subtitle={subtitleOf}
      empty={{
        icon: <IconUsers size={22} stroke={1.75} />,
        title: t('users.emptyTitle'),
        text: t('users.emptyText'),
      }}
    />
  );
}
