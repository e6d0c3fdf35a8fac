import { Alert, Button, Menu, Select, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import { DetailSection } from '#renderer/components/detail-panel.tsx';
import { DiscardGuard } from '#renderer/components/discard-guard.tsx';
import { fieldOf } from '#renderer/components/field-shape.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { Dim } from '#renderer/components/values.tsx';
import type { DetailCell, DetailRow, PackDetail } from '#shared/operations/pack-answers.ts';
import type { CustomRoleRecord } from '#shared/operations/roles.ts';
import type { Cell } from '#shared/policy/pack.ts';
import type { Failure } from '#shared/reply.ts';
import { CellLook, spokenText } from './cell-look.tsx';
import { Effects } from './effects.tsx';
import classes from './roles.module.css';
import type { RealmUnder } from './use-shown-pack.ts';

/** A custom role that is being made or changed. */
export interface RoleDraft {
  /** Null: it is new. */
  readonly record: CustomRoleRecord | null;
  readonly name: string;
  readonly words: string;
  readonly node: string | null;
  readonly basedOn: string;
  /** By row id, the cells that differ from the role it is based on. */
  readonly cells: Readonly<Record<string, Cell>>;
}

/** The draft of a new role, or of one that there is. */
export function draftOf(
  fresh: Pick<RoleDraft, 'basedOn' | 'node'>,
  record: CustomRoleRecord | null,
): RoleDraft {
  return {
    record,
    name: record?.name ?? '',
    words: record?.words ?? '',
    node: record?.node ?? fresh.node,
    basedOn: record?.basedOn ?? fresh.basedOn,
    cells: record?.cells ?? {},
  };
}

const NODE = fieldOf('roles.create', 'node');
const NO: Cell = { token: 'N', value: 'deny' };
const SILENT: Cell = { token: '', value: 'unstated' };
/** Cells that grant the same are one choice, whatever their tokens. */
const same = (one: Cell, other: Cell): boolean =>
  JSON.stringify([one.value, one.condition, one.at]) ===
  JSON.stringify([other.value, other.condition, other.at]);

/** Cells that the row has for other roles, each kind once, and a plain no. */
function choicesOf(row: DetailRow, basedOn: string) {
  const base = row.cells[basedOn]?.own ?? SILENT;
  const choices: { readonly role: string | null; readonly cell: DetailCell }[] = [];
  for (const [role, cell] of Object.entries(row.cells)) {
    if (cell.value === 'unstated' || same(cell.own, base)) continue;
    if (!choices.some((one) => same(one.cell.own, cell.own))) choices.push({ role, cell });
  }
  const refuses = choices.some(({ cell }) => cell.value === 'deny') || base.value === 'deny';
  if (!refuses) choices.push({ role: null, cell: { ...NO, condition: null, own: NO } });
  return choices;
}

/** The cell of the role that is being made: what it is, and on a click what else it can be. */
export function DraftCell(props: {
  readonly row: DetailRow;
  readonly draft: RoleDraft;
  readonly onChange: (row: string, cell: Cell | null) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { row, draft, onChange } = props;
  const base = row.cells[draft.basedOn] ?? { ...SILENT, condition: null, own: SILENT };
  const own = draft.cells[row.id];
  const now = own ?? base;
  const button = (
    <UnstyledButton
      className={classes['draftCell']}
      data-changed={own !== undefined || undefined}
      aria-label={t('roles.cellName', { role: draft.name, words: row.words, value: spokenText(now) })}
      aria-haspopup="menu"
      onClick={() => setOpen(true)}
    >
      <CellLook cell={now} />
    </UnstyledButton>
  );
  // A menu for every row would cost more than the matrix itself: only the open one is made.
  if (!open) return button;
  return (
    <Menu opened onChange={setOpen} position="bottom-end" width={300}>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<CellLook cell={base} />} onClick={() => onChange(row.id, null)}>
          {t('roles.asBase', { base: draft.basedOn, value: t(`roles.values.${base.value}`) })}
        </Menu.Item>
        {choicesOf(row, draft.basedOn).map(({ role, cell }) => (
          <Menu.Item
            key={role ?? ''}
            leftSection={<CellLook cell={cell} />}
            onClick={() => onChange(row.id, cell.own)}
          >
            {role === null
              ? t('roles.refuse')
              : t('roles.asOther', { role, value: t(`roles.values.${cell.value}`) })}
            {cell.condition === null ? null : <small className={classes['quiet']}>{cell.condition}</small>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function DraftEffect({ realm, draft, detail }: { realm: RealmUnder; draft: RoleDraft; detail: PackDetail }) {
  const { t } = useTranslation();
  const { record } = draft;
  const cells = Object.fromEntries(
    detail.rows.map((row) => [row.id, draft.cells[row.id] ?? row.cells[draft.basedOn]?.own ?? SILENT]),
  );
  const { data, error } = useAnswer(
    'access.whatIf',
    { draft: { cells: record === null ? [] : [{ realm: realm.id, role: record.name, cells }] } },
    { enabled: record !== null && record.people > 0, keepPrevious: true },
  );
  if (record === null || record.people === 0) return null;
  return (
    <DetailSection title={t('roles.effect')}>
      {error === null ? null : <Dim>{error.message}</Dim>}
      {data === undefined ? null : <Effects effects={data} />}
    </DetailSection>
  );
}

function Changes(props: {
  readonly draft: RoleDraft;
  readonly detail: PackDetail;
  readonly onChange: (row: string, cell: Cell | null) => void;
}) {
  const { t } = useTranslation();
  const { draft, detail } = props;
  const rows = detail.rows.filter(({ id }) => draft.cells[id] !== undefined);
  if (rows.length === 0) return <Dim>{t('roles.cellsNone', { base: draft.basedOn })}</Dim>;
  return (
    <>
      <Dim>{t('roles.cells', { count: rows.length, base: draft.basedOn })}</Dim>
      <ul className={classes['draftChanges']}>
        {rows.map((row) => (
          <li key={row.id}>
            <CellLook cell={row.cells[draft.basedOn] ?? SILENT} />
            <span aria-hidden>→</span>
            <CellLook cell={draft.cells[row.id] ?? SILENT} />
            <span title={row.words}>{row.words}</span>
            <UnstyledButton
              aria-label={t('roles.resetCell', { words: row.words })}
              onClick={() => props.onChange(row.id, null)}
            >
              <IconArrowBackUp size={15} aria-hidden />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </>
  );
}

interface RoleEditorProps {
  readonly draft: RoleDraft;
  readonly detail: PackDetail;
  readonly realm: RealmUnder;
  readonly onDraft: (patch: Partial<RoleDraft>) => void;
  readonly onCell: (row: string, cell: Cell | null) => void;
  readonly onDone: (name: string) => void;
  readonly onCancel: () => void;
}

function useSave({ draft, onDone }: RoleEditorProps) {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const { record, name, words, basedOn, cells, node } = draft;
    const common = { name, words, cells: { ...cells } };
    const reply =
      record === null
        ? await call('roles.create', { node: node ?? '', basedOn, ...common })
        : await call('roles.edit', { id: record.id, version: record.version, ...common });
    if (!reply.ok) {
      setBusy(false);
      return setFailure(reply.error);
    }
    // Still busy, so that the guard lets the address change.
    toastDone(t(record === null ? 'roles.created' : 'roles.edited', { name }));
    onDone(name);
  };
  const faultOf = (path: string) => failure?.fields?.find((field) => field.path === path)?.message;
  return { failure, busy, save, faultOf, clear: () => setFailure(null) };
}

/** Makes or changes a custom role: its name and scope here, its cells in the matrix beside. */
export function RoleEditor(props: RoleEditorProps) {
  const { t } = useTranslation();
  const { draft, detail, realm } = props;
  const { failure, busy, save, faultOf, clear } = useSave(props);
  const [start] = useState(draft);
  const change = (patch: Partial<RoleDraft>) => {
    clear();
    props.onDraft(patch);
  };
  const [Scope] = useState(() =>
    nodeControl('roles.create', ['realm', ...detail.nodeKinds.map(({ kind }) => kind)]),
  );
  const named = ['name', 'node', 'basedOn', 'words'].some((path) => faultOf(path) !== undefined);
  const own = detail.roles.filter(({ custom }) => custom === null).map(({ id }) => id);
  return (
    <form
      className={classes['editor']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <DiscardGuard changed={!busy && JSON.stringify(start) !== JSON.stringify(draft)} />
      <p className={classes['meaning']}>{t('roles.editHint')}</p>
      <TextInput
        label={t('roles.name')}
        value={draft.name}
        maxLength={120}
        error={faultOf('name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t('form.optionalField', { label: t('roles.words') })}
        value={draft.words}
        maxLength={500}
        autosize
        minRows={2}
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
      {draft.record === null ? (
        <>
          <Select
            label={t('roles.basedOn')}
            data={own}
            value={draft.basedOn}
            allowDeselect={false}
            searchable={own.length > 8}
            error={faultOf('basedOn')}
            onChange={(basedOn) => change({ basedOn: basedOn ?? draft.basedOn, cells: {} })}
          />
          <Scope
            field={NODE}
            value={draft.node}
            values={{}}
            error={faultOf('node')}
            onChange={(node) => change({ node: node as string | null })}
            onPreset={(node) => change({ node: node as string | null })}
          />
        </>
      ) : null}
      <DetailSection title={t('roles.counts')}>
        <Changes draft={draft} detail={detail} onChange={props.onCell} />
      </DetailSection>
      <DraftEffect realm={realm} draft={draft} detail={detail} />
      {failure === null || named ? null : (
        <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />}>
          {failure.message}
        </Alert>
      )}
      <div className={classes['acts']} data-sticky>
        <Button type="submit" loading={busy}>
          {t(draft.record === null ? 'roles.createButton' : 'form.save')}
        </Button>
        <Button variant="default" onClick={props.onCancel}>
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  );
}
