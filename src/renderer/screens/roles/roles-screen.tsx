import { ActionIcon, Button, Tooltip } from '@mantine/core';
import {
  IconCheck,
  IconDeviceFloppy,
  IconFileImport,
  IconFilterOff,
  IconHistory,
  IconPlus,
  IconPrinter,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { onChanged, queryClient, useAnswer } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { EmptyState, ErrorState } from '#renderer/components/message-states.tsx';
import { OperationButton } from '#renderer/components/operation-button.tsx';
import type { DetailRow, PackDetail } from '#shared/operations/pack-answers.ts';
import type { Cell } from '#shared/policy/pack.ts';
import { CellLook } from './cell-look.tsx';
import { MatrixBar, withoutNarrowing } from './matrix-bar.tsx';
import { countsOf, filterOf, narrowed } from './matrix-filter.ts';
import { MatrixHover } from './matrix-hover.tsx';
import { MatrixTable, type Spot } from './matrix-table.tsx';
import { draftOf, type RoleDraft } from './role-editor.tsx';
import classes from './roles.module.css';
import { SidePanel } from './side-panel.tsx';
import { type Shown, usePackDetail, useShownPack } from './use-shown-pack.ts';
import { GoBackButton } from './versions-panel.tsx';

/** The column of a role that is being made; no role can have this name. */
const DRAFT = ':';
const NOWHERE: Spot = { row: null, role: null };

/** Answers about roles rest on who holds them: they are asked again when people or scopes change. */
function useFreshAnswers(): void {
  useEffect(() => {
    const stops = ['users', 'assignments', 'nodes'].map((noun) =>
      onChanged(noun, () => {
        void queryClient.invalidateQueries({ queryKey: ['roles'] });
        void queryClient.invalidateQueries({ queryKey: ['packs', 'packs.impact'] });
      }),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}

/** The role that is being made or changed, while its form is open in the panel. */
function useDraft(detail: PackDetail | undefined, shown: Shown | null) {
  const [address, change] = useAddress();
  const [draft, setDraft] = useState<RoleDraft | null>(null);
  const editing = address.panel === 'roles.edit';
  const record = useAnswer(
    'roles.get',
    { id: address.id ?? '' },
    { enabled: editing && address.id !== undefined },
  );
  const wanted = editing ? record.data : null;
  const open = address.panel === 'roles.create' || (editing && wanted !== undefined);
  const own = detail?.roles.filter(({ custom }) => custom === null).map(({ id }) => id) ?? [];
  const base = own.find((id) => id === address.tab) ?? own[0];
  if (open && draft === null && base !== undefined) {
    setDraft(draftOf({ basedOn: base, node: shown?.realm?.id ?? null }, wanted ?? null));
  }
  if (!open && draft !== null) setDraft(null);
  const setCell = (row: string, cell: Cell | null) =>
    setDraft((now) => {
      if (now === null) return null;
      const { [row]: _, ...others } = now.cells;
      return { ...now, cells: cell === null ? others : { ...others, [row]: cell } };
    });
  return {
    draft,
    patch: (patch: Partial<RoleDraft>) => setDraft((now) => (now === null ? null : { ...now, ...patch })),
    setCell,
    close: () => change({ panel: undefined, id: undefined, tab: undefined }),
  };
}

/** The column of the role that is being made, after the one that it copies. */
function withDraft(detail: PackDetail, draft: RoleDraft | null): PackDetail['roles'] {
  if (draft === null) return detail.roles;
  const base = detail.roles.filter(({ id }) => id === draft.basedOn);
  const [first] = base;
  if (first === undefined) return detail.roles;
  return [...base, { ...first, id: DRAFT, custom: { id: '', basedOn: draft.basedOn } }];
}

function IconAct(props: {
  readonly label: string;
  readonly onRun: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon variant="default" size={30} aria-label={props.label} onClick={props.onRun}>
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

function Head({ shown, detail }: { readonly shown: Shown | null; readonly detail: PackDetail | undefined }) {
  const { t } = useTranslation();
  const [, change] = useAddress();
  const open = (panel: string) => change({ panel, id: undefined, tab: undefined });
  const current = shown !== null && shown.realm !== null && shown.version === shown.inForce;
  return (
    <div className={classes['head']}>
      <div>
        <h1>{t('shell.roles')}</h1>
        <p>
          {shown === null || shown.realm === null ? null : (
            <span className={classes['inForce']}>
              {current ? <IconCheck size={13} aria-hidden /> : null}
              {current ? t('roles.inForce', { version: shown.version }) : t('roles.notInForce')}
            </span>
          )}
          <span className={classes['source']} title={detail?.source}>
            {detail === undefined ? t('roles.description') : t('roles.source', { source: detail.source })}
          </span>
        </p>
      </div>
      <div className={classes['tools']}>
        {shown === null ? null : <GoBackButton shown={shown} />}
        {shown === null || shown.realm === null || !current ? null : (
          <OperationButton
            operation="roles.create"
            input={{}}
            within={shown.realm.id}
            icon={<IconPlus size={16} />}
            onRun={() => open('roles.create')}
          />
        )}
        <OperationButton
          operation="packs.import"
          input={{}}
          icon={<IconFileImport size={16} />}
          onRun={() => open('packs.import')}
        />
        <Button variant="default" leftSection={<IconHistory size={16} />} onClick={() => open('packs.use')}>
          {t('roles.versions')}
        </Button>
        <IconAct label={t('roles.save')} onRun={() => open('packs.export')}>
          <IconDeviceFloppy size={16} />
        </IconAct>
        <IconAct label={t('roles.print')} onRun={() => window.print()}>
          <IconPrinter size={16} />
        </IconAct>
      </div>
    </div>
  );
}

function Legend({ rows, roles }: { readonly rows: readonly DetailRow[]; readonly roles: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes['legend']} aria-label={t('roles.legend')}>
      {countsOf(rows, roles).map(({ value, count }) => (
        <li key={value}>
          <CellLook cell={{ token: value === 'unstated' ? '' : t(`roles.values.${value}`), value }} />
          {value === 'unstated' ? t('roles.values.unstated') : null} {count}
        </li>
      ))}
    </ul>
  );
}

interface MainProps {
  readonly detail: PackDetail | undefined;
  readonly rows: readonly DetailRow[];
  readonly columns: PackDetail['roles'];
  readonly draft: RoleDraft | null;
  readonly spot: Spot;
  readonly onCell: (row: string, cell: Cell | null) => void;
  readonly onOpen: (spot: Spot) => void;
  readonly onClear: () => void;
}

/** The matrix with its legend, or why there is none to see. */
function Main({ detail, rows, columns, draft, spot, onCell, onOpen, onClear }: MainProps) {
  const { t } = useTranslation();
  const table = useRef<HTMLTableElement>(null);
  if (detail === undefined) return <Bones />;
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<IconFilterOff size={22} stroke={1.75} />}
        title={t('roles.noRows')}
        text={t('roles.noRowsText')}
      >
        <Button variant="default" onClick={onClear}>
          {t('roles.clear')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <div className={classes['scroll']} key={`${detail.id}@${detail.version}`}>
        <MatrixTable
          title={t('roles.matrix')}
          roles={columns}
          rows={rows}
          open={spot}
          onOpen={(next) => {
            if (draft === null) onOpen(next);
          }}
          tableRef={table}
          draft={draft === null ? null : { column: DRAFT, role: draft, onCell }}
        />
        <MatrixHover table={table} rows={detail.rows} />
      </div>
      <Legend rows={rows} roles={columns.flatMap(({ id }) => (id === DRAFT ? [] : [id]))} />
    </>
  );
}

/** The matrix of a role pack: what each role may do, in the words and tokens of its document. */
export function RolesScreen() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const shown = useShownPack();
  const { data: detail, error, refetch } = usePackDetail(shown);
  const { draft, ...editing } = useDraft(detail, shown);
  useFreshAnswers();
  useEffect(() => {
    document.title = `${t('shell.roles')} · Rolecall`;
  }, [t]);
  const fitting = useMemo(
    () => (detail === undefined ? undefined : narrowed(detail, filterOf(address))),
    [detail, address],
  );
  const columns = useMemo(() => {
    if (detail === undefined || fitting === undefined) return [];
    return draft === null ? fitting.roles : withDraft(detail, draft);
  }, [detail, fitting, draft]);
  const spot: Spot =
    address.panel === undefined ? { row: address.id ?? null, role: address.tab ?? null } : NOWHERE;
  const open = (next: Spot) =>
    change({ id: next.row ?? undefined, tab: next.role ?? undefined, panel: undefined });
  const rows = fitting?.rows ?? [];
  return (
    <div className={classes['screen']}>
      <Head shown={shown} detail={detail} />
      <MatrixBar
        address={address}
        change={change}
        filter={filterOf(address)}
        detail={detail}
        shown={shown}
        rows={rows.length}
      />
      <div className={classes['content']}>
        <div className={classes['main']}>
          {error === null ? (
            <Main
              detail={detail}
              rows={rows}
              columns={columns}
              draft={draft}
              spot={spot}
              onCell={editing.setCell}
              onOpen={open}
              onClear={() => change({ search: undefined, filter: withoutNarrowing(address.filter) })}
            />
          ) : (
            <ErrorState message={error.message} onRetry={() => void refetch()} />
          )}
        </div>
        {detail === undefined || shown === null ? null : (
          <SidePanel
            detail={detail}
            shown={shown}
            spot={spot}
            draft={draft}
            onDraft={editing.patch}
            onCell={editing.setCell}
            onOpen={open}
          />
        )}
      </div>
    </div>
  );
}
