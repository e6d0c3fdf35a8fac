import { Button } from '@mantine/core';
import { IconCopy, IconPencil, IconTool, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DetailItem, DetailList, DetailPanel, DetailSection } from '#renderer/components/detail-panel.tsx';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import { Dim } from '#renderer/components/values.tsx';
import type { DetailRow, PackDetail } from '#shared/operations/pack-answers.ts';
import { CellLook, writtenText } from './cell-look.tsx';
import { Holders } from './holders.tsx';
import { countsOf } from './matrix-filter.ts';
import type { Spot } from './matrix-table.tsx';
import classes from './roles.module.css';
import type { Shown } from './use-shown-pack.ts';

type Role = PackDetail['roles'][number];

interface SpotPanelProps {
  readonly detail: PackDetail;
  readonly shown: Shown;
  readonly spot: Spot;
  readonly onOpen: (spot: Spot) => void;
  readonly onClose: () => void;
  readonly onCopy: (role: string) => void;
  readonly onEdit: (id: string) => void;
  readonly onDelete: (id: string) => void;
}

function Rights({ row }: { readonly row: DetailRow }) {
  const { t } = useTranslation();
  if (row.permissions.length === 0) return <Dim>{t('roles.noPermission')}</Dim>;
  return (
    <ul className={classes['rights']}>
      {row.permissions.map(({ id, words, operations }) => (
        <li key={id}>
          {words}
          <code>{id}</code>
          {operations.length > 0 ? (
            <small>{t('roles.guards', { operations: operations.join(', ') })}</small>
          ) : (
            <small className={classes['open']}>
              <IconTool size={12} aria-hidden />
              {t('roles.noOperation')}
            </small>
          )}
        </li>
      ))}
    </ul>
  );
}

function RowFacts({ row }: { readonly row: DetailRow }) {
  const { t } = useTranslation();
  return (
    <>
      <DetailSection title={t('roles.row')}>
        <blockquote className={classes['words']}>{row.words}</blockquote>
        <DetailList>
          <DetailItem label={t('roles.section')}>{row.section}</DetailItem>
          {row.condition === null ? null : (
            <DetailItem label={t('roles.condition')}>{row.condition}</DetailItem>
          )}
          {row.note === null ? null : <DetailItem label={t('roles.note')}>{row.note}</DetailItem>}
        </DetailList>
      </DetailSection>
      <DetailSection title={t('roles.rights')}>
        <Rights row={row} />
      </DetailSection>
    </>
  );
}

function OtherRoles(props: {
  readonly row: DetailRow;
  readonly roles: readonly Role[];
  readonly onOpen: (spot: Spot) => void;
}) {
  const { t } = useTranslation();
  return (
    <DetailSection title={t('roles.otherRoles')}>
      <ul className={classes['others']}>
        {props.roles.map(({ id }) => {
          const cell = props.row.cells[id];
          return cell === undefined ? null : (
            <li key={id}>
              <button type="button" onClick={() => props.onOpen({ row: props.row.id, role: id })}>
                <span>{id}</span>
                <CellLook cell={cell} />
              </button>
            </li>
          );
        })}
      </ul>
    </DetailSection>
  );
}

function CellFacts({ row, role }: { readonly row: DetailRow; readonly role: Role }) {
  const { t } = useTranslation();
  const cell = row.cells[role.id];
  if (cell === undefined) return null;
  return (
    <>
      <p className={classes['meaning']}>{t(`roles.meanings.${cell.value}`)}</p>
      <DetailList>
        <DetailItem label={t('roles.token')}>{writtenText(cell)}</DetailItem>
        {cell.condition === null ? null : (
          <DetailItem label={t('roles.condition')}>{cell.condition}</DetailItem>
        )}
      </DetailList>
    </>
  );
}

function RoleFacts({ role, detail }: { readonly role: Role; readonly detail: PackDetail }) {
  const { t } = useTranslation();
  return (
    <>
      {role.words === '' ? null : <p className={classes['meaning']}>{role.words}</p>}
      <DetailList>
        {role.custom === null ? null : (
          <DetailItem label={t('roles.basedOn')}>{role.custom.basedOn}</DetailItem>
        )}
        <DetailItem label={t('roles.where')}>{role.givenAt.join(', ')}</DetailItem>
        <DetailItem label={t('roles.signIn')}>{t(role.signIn ? 'roles.yes' : 'roles.no')}</DetailItem>
        {role.perPerson === null ? null : (
          <DetailItem label={t('roles.perPerson')}>
            {t('roles.perPersonText', { count: role.perPerson })}
          </DetailItem>
        )}
        {role.manages.length === 0 ? null : (
          <DetailItem label={t('roles.manages')}>{role.manages.join(', ')}</DetailItem>
        )}
        <DetailItem label={t('roles.counts')}>
          {countsOf(detail.rows, [role.id])
            .map(({ value, count }) => `${count} × ${t(`roles.values.${value}`)}`)
            .join(', ')}
        </DetailItem>
      </DetailList>
    </>
  );
}

function RoleActs(props: SpotPanelProps & { readonly role: Role }) {
  const { t } = useTranslation();
  const { role, shown } = props;
  if (shown.realm === null || shown.version !== shown.inForce) return null;
  const { custom } = role;
  if (custom !== null) {
    return (
      <>
        <OperationButton
          operation="roles.edit"
          input={{ id: custom.id }}
          icon={<IconPencil size={15} />}
          onRun={() => props.onEdit(custom.id)}
        />
        <OperationButton
          operation="roles.delete"
          input={{ id: custom.id }}
          icon={<IconTrash size={15} />}
          onRun={() => props.onDelete(custom.id)}
        />
      </>
    );
  }
  return (
    <OperationButton
      operation="roles.create"
      input={{}}
      within={shown.realm.id}
      label={t('roles.copy')}
      icon={<IconCopy size={15} />}
      onRun={() => props.onCopy(role.id)}
    />
  );
}

/** What a cell, a row or a role says, in the words of the reading rules, and who holds the role. */
export function SpotPanel(props: SpotPanelProps) {
  const { t } = useTranslation();
  const { detail, spot, shown, onOpen, onClose } = props;
  const row = detail.rows.find(({ id }) => id === spot.row);
  const role = detail.roles.find(({ id }) => id === spot.role);
  if (row === undefined && role === undefined) return null;
  const cell = row === undefined || role === undefined ? undefined : row.cells[role.id];
  return (
    <DetailPanel
      title={role?.id ?? row?.section}
      subtitle={
        cell === undefined ? (
          role === undefined || role.custom === null ? undefined : (
            t('roles.custom')
          )
        ) : (
          <>
            <CellLook cell={cell} />
            {row?.section}
          </>
        )
      }
      actions={
        row === undefined && role !== undefined ? (
          <RoleActs {...props} role={role} />
        ) : role === undefined ? undefined : (
          <Button variant="default" onClick={() => onOpen({ row: null, role: role.id })}>
            {t('roles.role')}: {role.id}
          </Button>
        )
      }
      onClose={onClose}
    >
      {row !== undefined && role !== undefined ? <CellFacts row={row} role={role} /> : null}
      {row === undefined && role !== undefined ? <RoleFacts role={role} detail={detail} /> : null}
      {row === undefined ? null : <RowFacts row={row} />}
      {role === undefined ? null : <Holders shown={shown} role={role.id} />}
      {row === undefined ? null : (
        <OtherRoles row={row} roles={detail.roles.filter(({ id }) => id !== role?.id)} onOpen={onOpen} />
      )}
    </DetailPanel>
  );
}
