import type { Ref } from 'react';
import type { Column, Sort } from './column.ts';
import type { PageCache } from './page-cache.ts';

/** Selection of rows, kept by whoever owns the table. */
export interface Selection<Row> {
  readonly state: 'none' | 'some' | 'all';
  readonly has: (row: Row) => boolean;
  readonly toggle: (row: Row) => void;
  /** Selects the rows between two positions. */
  readonly range: (from: number, to: number) => void;
  readonly toggleAll: () => void;
}

/** How a person came to a row's detail. `follow`: it was open and the keyboard moved on to this row. */
export type OpenedBy = 'click' | 'enter' | 'follow';

export interface DataTableHandle {
  focus(): void;
}

export interface DataTableProps<Row extends Record<string, unknown>> {
  /** What the list is called, for screen readers. */
  readonly label: string;
  readonly pages: PageCache<Row>;
  /** The rows that show are of the list before; the next is on its way. */
  readonly waiting: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rowHeight: number;
  readonly rowId: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort) => void;
  readonly onResize: (key: string, width: number | null) => void;
  /** The row whose detail shows. */
  readonly openId: string | null;
  readonly onOpen: (row: Row, how: OpenedBy) => void;
  readonly onClose: () => void;
  /** Absent: rows cannot be selected. */
  readonly selection?: Selection<Row>;
  readonly handle?: Ref<DataTableHandle>;
}
