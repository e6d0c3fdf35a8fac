import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DetailRow } from '#shared/operations/pack-answers.ts';
import { CellLook } from './cell-look.tsx';
import classes from './matrix.module.css';
import { withoutOperation } from './matrix-filter.ts';

const DELAY = 400;
const WIDTH = 340;
const MARGIN = 8;

interface Place {
  readonly row: string;
  readonly role: string | null;
  readonly left: number;
  readonly top: number;
  /** Beneath the cell, or above it where there is no room. */
  readonly above: boolean;
}

function placeOf(target: EventTarget | null): Place | null {
  const cell = (target as HTMLElement | null)?.closest<HTMLElement>('tbody [data-at]') ?? null;
  const row = cell?.dataset['row'];
  if (cell === null || row === undefined) return null;
  const box = cell.getBoundingClientRect();
  const above = box.bottom > window.innerHeight * 0.62;
  return {
    row,
    role: cell.dataset['role'] ?? null,
    left: Math.max(
      MARGIN,
      Math.min(window.innerWidth - WIDTH - MARGIN, box.left + box.width / 2 - WIDTH / 2),
    ),
    top: above ? window.innerHeight - box.top + MARGIN : box.bottom + MARGIN,
    above,
  };
}

function useHovered(table: RefObject<HTMLTableElement | null>): Place | null {
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    const element = table.current;
    if (element === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = () => {
      clearTimeout(timer);
      setPlace(null);
    };
    const enter = ({ target }: Event) => {
      clearTimeout(timer);
      timer = setTimeout(() => setPlace(placeOf(target)), DELAY);
    };
    const focus = (event: FocusEvent) => {
      // A click opens the panel, which says more.
      if ((event.target as HTMLElement).matches(':focus-visible')) enter(event);
    };
    const over = (event: Event) => {
      leave();
      enter(event);
    };
    element.addEventListener('mouseover', over);
    element.addEventListener('mouseleave', leave);
    element.addEventListener('focusin', focus);
    element.addEventListener('focusout', leave);
    element.addEventListener('pointerdown', leave);
    element.addEventListener('keydown', leave);
    window.addEventListener('scroll', leave, true);
    return () => {
      clearTimeout(timer);
      element.removeEventListener('mouseover', over);
      element.removeEventListener('mouseleave', leave);
      element.removeEventListener('focusin', focus);
      element.removeEventListener('focusout', leave);
      element.removeEventListener('pointerdown', leave);
      element.removeEventListener('keydown', leave);
      window.removeEventListener('scroll', leave, true);
    };
  }, [table]);
  return place;
}

/** The row of the document behind the cell under the pointer: section, words, rights, condition and note. */
export function MatrixHover(props: {
  readonly table: RefObject<HTMLTableElement | null>;
  readonly rows: readonly DetailRow[];
}) {
  const { t } = useTranslation();
  const place = useHovered(props.table);
  const row = props.rows.find(({ id }) => id === place?.row);
  if (place === null || row === undefined) return null;
  const cell = place.role === null ? undefined : row.cells[place.role];
  const condition = cell === undefined ? row.condition : cell.condition;
  const missing = withoutOperation(row);
  const position = place.above ? { bottom: place.top } : { top: place.top };
  return (
    <div role="tooltip" className={classes['hover']} style={{ left: place.left, ...position }}>
      <header>
        <span>{[row.section, place.role].filter((part) => part !== null).join(' · ')}</span>
        {cell === undefined ? null : <CellLook cell={cell} />}
      </header>
      <p>{row.words}</p>
      {condition === null ? null : (
        <p>
          <b>{t('roles.condition')}:</b> {condition}
        </p>
      )}
      {row.note === null ? null : <p className={classes['quiet']}>{row.note}</p>}
      <p className={classes['quiet']}>
        {row.permissions.length === 0
          ? t('roles.noPermission')
          : row.permissions.map(({ words }) => words).join('; ')}
      </p>
      {missing.length === 0 ? null : <p className={classes['quiet']}>{t('roles.noOperation')}</p>}
    </div>
  );
}
