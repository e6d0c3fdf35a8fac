import type { KeyboardEvent } from 'react';

interface GridKeys {
  readonly rows: number;
  readonly active: number;
  /** Rows that PgUp and PgDn move by. */
  readonly page: number;
  readonly goTo: (index: number) => void;
  readonly open: (index: number) => void;
  readonly close: () => void;
  readonly pick: (index: number, event: { readonly shiftKey: boolean }) => void;
  readonly pickAll: () => void;
}

function destination(event: KeyboardEvent, keys: GridKeys): number | null {
  switch (event.key) {
    case 'ArrowDown':
      return keys.active + 1;
    case 'ArrowUp':
      return keys.active - 1;
    case 'PageDown':
      return keys.active + keys.page;
    case 'PageUp':
      return keys.active - keys.page;
    case 'Home':
      return 0;
    case 'End':
      return keys.rows - 1;
    default:
      return null;
  }
}

function act(event: KeyboardEvent, keys: GridKeys): boolean {
  if (event.key === 'Enter') keys.open(keys.active);
  else if (event.key === ' ') keys.pick(keys.active, event);
  else if (event.key === 'Escape') keys.close();
  else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) keys.pickAll();
  else return false;
  return true;
}

/** The grid's keys: arrows, Home, End, PgUp, PgDn, space, Enter, Esc, Ctrl/Cmd+A. */
export function useGridKeys(keys: GridKeys): (event: KeyboardEvent<HTMLDivElement>) => void {
  return (event) => {
    if (event.target !== event.currentTarget || keys.rows === 0) return;
    const to = event.altKey || event.ctrlKey || event.metaKey ? null : destination(event, keys);
    if (to !== null) keys.goTo(Math.max(0, Math.min(keys.rows - 1, to)));
    else if (!act(event, keys)) return;
    event.preventDefault();
  };
}
