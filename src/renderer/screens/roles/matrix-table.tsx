import { IconTool } from '@tabler/icons-react';
import { type KeyboardEvent, memo, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DetailRow, PackDetail } from '#shared/operations/pack-answers.ts';
import type { Cell } from '#shared/policy/pack.ts';
import { CellLook, spokenText } from './cell-look.tsx';
import classes from './matrix.module.css';
import { withoutOperation } from './matrix-filter.ts';
import { DraftCell, type RoleDraft } from './role-editor.tsx';

type Role = PackDetail['roles'][number];

/** A row, a role, or the cell where they meet. */
export interface Spot {
  readonly row: string | null;
  readonly role: string | null;
}

interface MatrixTableProps {
  readonly title: string;
  readonly roles: readonly Role[];
  readonly rows: readonly DetailRow[];
  readonly open: Spot;
  readonly onOpen: (spot: Spot) => void;
  readonly tableRef: RefObject<HTMLTableElement | null>;
  /** The role that is being made, and the column that it has meanwhile. */
  readonly draft: {
    readonly column: string;
    readonly role: RoleDraft;
    readonly onCell: (row: string, cell: Cell | null) => void;
  } | null;
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [12, 0],
  PageUp: [-12, 0],
  Home: [0, -1000],
  End: [0, 1000],
};

const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/** One stop for the Tab key; arrows go from cell to cell, as in a spreadsheet. */
function useGridKeys(table: RefObject<HTMLTableElement | null>, size: { rows: number; columns: number }) {
  const at = useRef<readonly [number, number]>([1, 0]);
  const cellAt = (row: number, column: number) =>
    table.current?.querySelector<HTMLElement>(`[data-at="${row}:${column}"]`) ?? null;
  const onFocus = (target: EventTarget) => {
    const cell = (target as HTMLElement).closest<HTMLElement>('[data-at]');
    const [row, column] = cell?.dataset['at']?.split(':').map(Number) ?? [];
    if (cell === null || row === undefined || column === undefined) return;
    const before = cellAt(...at.current);
    if (before !== null && before !== cell) before.tabIndex = -1;
    cell.tabIndex = 0;
    at.current = [row, column];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.metaKey) return;
    const [row, column] = at.current;
    const corner = event.ctrlKey && (event.key === 'Home' || event.key === 'End');
    const nextRow = corner ? (event.key === 'Home' ? 0 : size.rows) : within(row + step[0], size.rows);
    const next = cellAt(nextRow, within(column + step[1], size.columns));
    if (next === null) return;
    event.preventDefault();
    next.focus();
  };
  useEffect(() => {
    // Whatever the rows became, the Tab key finds one cell.
    const cells = table.current?.querySelectorAll<HTMLElement>('[data-at][tabindex="0"]');
    if (cells?.length === 0) {
      at.current = [1, 0];
      const first = table.current?.querySelector<HTMLElement>('[data-at="1:0"]');
      first?.setAttribute('tabindex', '0');
    }
  });
  return { onFocus, onKeyDown };
}

interface RowProps {
  readonly row: DetailRow;
  readonly index: number;
  readonly roles: readonly Role[];
  /** The role whose cell is open; '' for the row itself; null: neither. */
  readonly open: string | null;
  readonly draft: MatrixTableProps['draft'];
}

const MatrixRow = memo(function MatrixRow({ row, index, roles, open, draft }: RowProps) {
  const { t } = useTranslation();
  const missing = withoutOperation(row);
  return (
    <tr data-row={row.id} data-open={open !== null || undefined}>
      <th
        scope="row"
        data-at={`${index}:0`}
        data-row={row.id}
        data-open={open === '' || undefined}
        tabIndex={-1}
      >
        <span className={classes['rowHead']}>
          <span className={classes['words']}>{row.words}</span>
          {missing.length === 0 ? null : (
            <span className={classes['missing']} title={t('roles.noOperation')}>
              <IconTool size={14} stroke={1.75} aria-hidden />
              <span className={classes['spoken']}>{t('roles.noOperation')}</span>
            </span>
          )}
        </span>
      </th>
      {roles.map(({ id }, column) => {
        const cell = row.cells[id] ?? { token: '', value: 'unstated' as const };
        if (draft?.column === id) {
          return (
            <td key={id} data-drawn>
              <DraftCell row={row} draft={draft.role} onChange={draft.onCell} />
            </td>
          );
        }
        return (
          <td
            key={id}
            data-at={`${index}:${column + 1}`}
            data-row={row.id}
            data-role={id}
            data-open={open === id || undefined}
            tabIndex={-1}
            aria-label={t('roles.cellName', { role: id, words: row.words, value: spokenText(cell) })}
          >
            <CellLook cell={cell} />
          </td>
        );
      })}
    </tr>
  );
});

function RoleHeads({ roles, open, draft }: Pick<MatrixTableProps, 'roles' | 'open' | 'draft'>) {
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        <th scope="col" className={classes['corner']}>
          {t('roles.row')}
        </th>
        {roles.map(({ id, custom }, column) =>
          id === draft?.column ? (
            <th key={id} scope="col">
              <span className={classes['roleName']}>
                {draft.role.name === '' ? t('roles.editing') : draft.role.name}
              </span>
            </th>
          ) : (
            <th
              key={id}
              scope="col"
              data-at={`0:${column + 1}`}
              data-role={id}
              data-open={(open.row === null && open.role === id) || undefined}
              tabIndex={-1}
              title={id}
            >
              <span className={classes['roleName']}>{id.replaceAll('_', '_\u200B')}</span>
              {custom === null ? null : <small>{t('roles.custom')}</small>}
            </th>
          ),
        )}
      </tr>
    </thead>
  );
}

function spotOf(target: EventTarget): Spot | null {
  const cell = (target as HTMLElement).closest<HTMLElement>('[data-at]');
  if (cell === null) return null;
  return { row: cell.dataset['row'] ?? null, role: cell.dataset['role'] ?? null };
}

/** The rows as neighbours of the same section, in the document's order. */
function sectionsOf(rows: readonly DetailRow[]) {
  const sections: { readonly name: string; readonly rows: { row: DetailRow; index: number }[] }[] = [];
  for (const [position, row] of rows.entries()) {
    const last = sections.at(-1);
    const line = { row, index: position + 1 };
    if (last?.name === row.section) last.rows.push(line);
    else sections.push({ name: row.section, rows: [line] });
  }
  return sections;
}

/** A pack's matrix: rows by section, a column for each role, frozen heads. Enter or a click opens what a cell means. */
export function MatrixTable(props: MatrixTableProps) {
  const { roles, rows, open, onOpen, tableRef, draft } = props;
  useEffect(() => {
    if (open.row === null && open.role === null) return;
    const cell = tableRef.current?.querySelector('[data-at][data-open]');
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [open.row, open.role, tableRef]);
  const keys = useGridKeys(tableRef, { rows: rows.length, columns: roles.length });
  const act = (target: EventTarget) => {
    const spot = spotOf(target);
    if (spot !== null) onOpen(spot);
  };
  return (
    /* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-element-to-interactive-role -- a table that is walked by arrow keys is a grid */
    <table
      ref={tableRef}
      role="grid"
      className={classes['matrix']}
      aria-label={props.title}
      aria-rowcount={rows.length + 1}
      data-roles={roles.length > 8 ? 'many' : 'few'}
      onClick={(event) => act(event.target)}
      onFocus={(event) => keys.onFocus(event.target)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          if (spotOf(event.target) === null) return;
          event.preventDefault();
          act(event.target);
        } else keys.onKeyDown(event);
      }}
    >
      <colgroup>
        <col className={classes['rowColumn']} />
        {roles.map(({ id }) => (
          <col key={id} className={classes['roleColumn']} />
        ))}
      </colgroup>
      <RoleHeads roles={roles} open={open} draft={draft} />
      {sectionsOf(rows).map(({ name, rows: lines }) => (
        <tbody key={`${name} ${lines[0]?.row.id}`}>
          <tr className={classes['section']}>
            <th scope="rowgroup" colSpan={roles.length + 1}>
              <span>{name}</span>
            </th>
          </tr>
          {lines.map(({ row, index }) => (
            <MatrixRow
              key={row.id}
              row={row}
              index={index}
              roles={roles}
              open={open.row === row.id ? (open.role ?? '') : null}
              draft={draft}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}
