import type { ReactNode } from 'react';
import { type ColumnLayout, NO_LAYOUT } from '#renderer/state/preferences.ts';

/** A column of a list. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** Pixels at first; a person may change it. */
  readonly width: number;
  /** Takes a share of the room that is left. */
  readonly grow?: number;
  /** The name by which the list's operation sorts; absent: cannot be sorted. */
  readonly sort?: string;
  /** Numbers stand at the end of their column. */
  readonly align?: 'end';
  /** Not shown until chosen. */
  readonly optional?: boolean;
  readonly render: (row: Row) => ReactNode;
  /** The row's fields that an export of the list writes; absent: the one that is called as the column's key. */
  readonly inFile?: readonly {
    readonly field: keyof Row & string;
    /** Absent: the column's own. */
    readonly title?: string;
    /** `time`: Unix ms, written as ISO 8601. `phone`: a number in E.164. */
    readonly as?: 'text' | 'time' | 'phone';
  }[];
}

export const MIN_WIDTH = 64;

/** A list's sort as its operation takes it. */
export interface Sort {
  readonly by: string;
  readonly direction: 'asc' | 'desc';
}

/** The layout a list starts with. */
export function defaultLayout<Row>(columns: readonly Column<Row>[]): ColumnLayout {
  return { ...NO_LAYOUT, hidden: columns.filter((column) => column.optional).map(({ key }) => key) };
}

/** The columns that show, in order, with the widths a person gave them. */
export function shownColumns<Row>(columns: readonly Column<Row>[], layout: ColumnLayout): Column<Row>[] {
  return columns
    .filter(({ key }) => !layout.hidden.includes(key))
    .map((column) => {
      const width = layout.widths[column.key];
      if (width === undefined) return column;
      const { grow: _, ...fixed } = column;
      return { ...fixed, width };
    });
}

/** The grid's tracks: a selection column if wanted, the columns, and the room that is left. */
export function tracksOf<Row>(columns: readonly Column<Row>[], selectable: boolean): string {
  const tracks = columns.map(({ width, grow }) =>
    grow === undefined ? `${width}px` : `minmax(${width}px, ${grow}fr)`,
  );
  const fills = columns.some(({ grow }) => grow !== undefined);
  return [selectable ? '40px' : '12px', ...tracks, fills ? '12px' : 'minmax(12px, 1fr)'].join(' ');
}

/** The least width of all columns together. */
export function widthOf<Row>(columns: readonly Column<Row>[], selectable: boolean): number {
  return columns.reduce((sum, { width }) => sum + width, (selectable ? 40 : 12) + 12);
}
