import { IconMinus, IconPlus, IconReplace } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Dim } from '#renderer/components/values.tsx';
import type { PackDiffAnswer } from '#shared/operations/pack-answers.ts';
import { CellLook } from './cell-look.tsx';
import classes from './roles.module.css';

type CellChange = PackDiffAnswer['cells'][number];
type Kind = CellChange['change'];

/** Lines of one list; more are counted. */
const SHOWN = 100;
const ICONS = { gained: IconPlus, lost: IconMinus, changed: IconReplace } as const;
const KINDS = ['lost', 'gained', 'changed'] as const;
const SILENT = { token: '', value: 'unstated' } as const;

function CellLines({ kind, cells }: { readonly kind: Kind; readonly cells: readonly CellChange[] }) {
  const { t } = useTranslation();
  if (cells.length === 0) return null;
  const Icon = ICONS[kind];
  return (
    <details className={classes['changes']} open={cells.length <= SHOWN / 4}>
      <summary data-kind={kind}>
        <Icon size={14} aria-hidden />
        {t(`roles.${kind}Count`, { count: cells.length })}
      </summary>
      <ul>
        {cells.slice(0, SHOWN).map(({ row, words, section, role, from, to }) => (
          <li key={`${row} ${role}`}>
            <b>{role}</b>
            <span className={classes['fromTo']}>
              <CellLook cell={from ?? SILENT} />
              <span aria-hidden>→</span>
              <CellLook cell={to ?? SILENT} />
            </span>
            <span className={classes['what']} title={words}>
              {section}: {words}
            </span>
            {to === null || to.condition === null ? null : <small>{to.condition}</small>}
          </li>
        ))}
      </ul>
      {cells.length > SHOWN ? <Dim>{t('roles.moreLines', { count: cells.length - SHOWN })}</Dim> : null}
    </details>
  );
}

const names = (list: readonly string[]): string => list.join(', ');

function useShapeLines({ roles, rows, nodeKinds }: PackDiffAnswer): readonly string[] {
  const { t } = useTranslation();
  const what = (parts: readonly string[]) =>
    parts.map((part) => t(`roles.what.${part as 'words'}`)).join(', ');
  const words = (list: readonly { readonly words: string }[]) => names(list.map((row) => `“${row.words}”`));
  return [
    ...(roles.added.length === 0 ? [] : [t('roles.rolesAdded', { names: names(roles.added) })]),
    ...(roles.removed.length === 0 ? [] : [t('roles.rolesRemoved', { names: names(roles.removed) })]),
    ...roles.changed.map((one) => t('roles.rolesChanged', { role: one.role, what: what(one.what) })),
    ...(nodeKinds.added.length === 0 ? [] : [t('roles.kindsAdded', { names: names(nodeKinds.added) })]),
    ...(nodeKinds.removed.length === 0 ? [] : [t('roles.kindsRemoved', { names: names(nodeKinds.removed) })]),
    ...(rows.added.length === 0 ? [] : [t('roles.rowsAdded', { names: words(rows.added) })]),
    ...(rows.removed.length === 0 ? [] : [t('roles.rowsRemoved', { names: words(rows.removed) })]),
    ...rows.changed.map((row) => t('roles.rowsChanged', { words: row.words, what: what(row.what) })),
  ];
}

/** What differs between two versions: roles, rows, and the cells lost, gained and changed. */
export function PackDiff({ diff }: { readonly diff: PackDiffAnswer }) {
  const { t } = useTranslation();
  const lines = useShapeLines(diff);
  if (lines.length === 0 && diff.cells.length === 0) return <Dim>{t('roles.noDifference')}</Dim>;
  return (
    <div className={classes['diff']}>
      {lines.length === 0 ? null : (
        <ul className={classes['shape']}>
          {lines.slice(0, SHOWN).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {KINDS.map((kind) => (
        <CellLines key={kind} kind={kind} cells={diff.cells.filter(({ change }) => change === kind)} />
      ))}
    </div>
  );
}
