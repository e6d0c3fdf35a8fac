import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Density = 'comfortable' | 'compact';

/** How a person arranged one list's columns. */
export interface ColumnLayout {
  readonly hidden: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
}

/** What a list showed, kept under a name: the part of its address that narrows and sorts it. */
export interface SavedView {
  readonly name: string;
  readonly address: Readonly<Record<string, unknown>>;
}

const NO_LAYOUT: ColumnLayout = { hidden: [], widths: {} };

interface Preferences {
  readonly density: Density;
  readonly sideCollapsed: boolean;
  /** By the list's operation; absent: as the screen declares. */
  readonly columns: Readonly<Record<string, ColumnLayout>>;
  /** By the list's operation. */
  readonly views: Readonly<Record<string, readonly SavedView[]>>;
  readonly setViews: (list: string, views: readonly SavedView[]) => void;
  readonly setDensity: (density: Density) => void;
  readonly toggleSide: () => void;
  readonly setColumns: (list: string, layout: ColumnLayout | null) => void;
}

/** What this person likes on this machine; kept in the window's local storage. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      density: 'comfortable',
      sideCollapsed: false,
      columns: {},
      views: {},
      setViews: (list, views) => set((now) => ({ views: { ...now.views, [list]: views } })),
      setDensity: (density) => set({ density }),
      toggleSide: () => set((now) => ({ sideCollapsed: !now.sideCollapsed })),
      setColumns: (list, layout) =>
        set((now) => {
          const { [list]: _, ...others } = now.columns;
          return { columns: layout === null ? others : { ...others, [list]: layout } };
        }),
    }),
    { name: 'rolecall.preferences' },
  ),
);

/** Row height in pixels for a density. */
export function rowHeight(density: Density): number {
  return density === 'compact' ? 32 : 40;
}

export function layoutOf(columns: Readonly<Record<string, ColumnLayout>>, list: string): ColumnLayout | null {
  return columns[list] ?? null;
}

export { NO_LAYOUT };
