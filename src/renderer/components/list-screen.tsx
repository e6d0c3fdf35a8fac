import type { ComponentType, ReactNode, Ref } from 'react';
import type { OperationName, OutputOf } from '#shared/operations/index.ts';
import type { Address } from './address.ts';
import type { Column } from './column.ts';
import { DataTable } from './data-table.tsx';
import type { DataTableHandle, OpenedBy } from './data-table-types.ts';
import { titleOf } from './declared.ts';
import { fileColumns } from './file-columns.ts';
import { ListBar } from './list-bar.tsx';
import { ListBody } from './list-body.tsx';
import { ListExportContext, listExport } from './list-export.tsx';
import { ToolbarOperations } from './list-operations.tsx';
import { ListPanel } from './list-panel.tsx';
import classes from './list-screen.module.css';
import type { FilterSpec, Filters, ListName, RowOf, ScreenOperation } from './list-types.ts';
import { useListScreen } from './use-list-screen.ts';

/** The record that a list's panel shows: what `get` answers, or the row itself. */
export type DetailOf<L extends ListName, G extends OperationName | undefined> = G extends OperationName
  ? OutputOf<G>
  : RowOf<L>;

/** What rows and detail records have in common: what the list's operations work on. */
export type Subject<L extends ListName, G extends OperationName | undefined> = Pick<
  RowOf<L>,
  keyof RowOf<L> & keyof DetailOf<L, G>
>;

export interface ListScreenProps<L extends ListName, G extends OperationName | undefined = undefined> {
  readonly list: L;
  /** Answers with one record for `{ id }`; absent: the row itself is the detail. */
  readonly get?: G;
  /** Input that the list always has. */
  readonly input?: Readonly<Record<string, unknown>>;
  readonly description: string;
  readonly columns: readonly Column<RowOf<L>>[];
  readonly filters?: readonly FilterSpec[];
  /** False: the list has no free-text search. */
  readonly searchable?: boolean;
  readonly idOf: (record: Subject<L, G>) => string;
  readonly nameOf: (record: Subject<L, G>) => string;
  readonly operations?: readonly ScreenOperation<Subject<L, G>>[];
  readonly detail: ComponentType<{ readonly record: DetailOf<L, G> }>;
  /** Beneath the detail's title. */
  readonly subtitle?: (record: DetailOf<L, G>) => ReactNode;
  /** What belongs here and the first step. */
  readonly empty: {
    readonly icon: ReactNode;
    readonly title: string;
    readonly text: string;
    readonly children?: ReactNode;
  };
  /** The panel takes more than half of the room: for details that hold lists of their own. */
  readonly wide?: boolean;
  /** More controls at the head, before the operations. */
  readonly extra?: ReactNode;
  /** Another look at the same records, a tree, which takes the place of the grid; null: the grid shows. */
  readonly instead?: (view: InsteadOfGrid<RowOf<L>>) => ReactNode;
}

/** What takes the place of a list's grid is given: the address, the columns, and what its rows do. */
export interface InsteadOfGrid<Row> {
  readonly address: Address;
  readonly filters: Filters;
  readonly columns: readonly Column<Row>[];
  readonly rowHeight: number;
  readonly onResize: (key: string, width: number | null) => void;
  readonly openId: string | null;
  readonly onOpen: (row: Row, how: OpenedBy) => void;
  readonly onClose: () => void;
  readonly handle: Ref<DataTableHandle>;
}

/**
 * One screen for every noun: a list with search, filters, sort, selection and operations, and a panel at its side.
 * Everything that it shows is in the address.
 *
 * How a screen is made (see screens/users):
 * 1. `screens/<noun>/<noun>-screen.tsx` returns `<ListScreen list="nouns.list" get="nouns.get" .../>` with the columns
 *    (`Column<RowOf<'nouns.list'>>[]`), the filters (fields of the list's declared input, which also gives their
 *    labels and types), and the operations (`ScreenOperation<Subject<'nouns.list', 'nouns.get'>>[]`).
 * 2. An operation with a `form` opens it in the panel: an `<OperationForm operation fixed initial onDone onCancel
 *    onChanged />`, which makes its fields from the declaration; `controls` replaces single ones. An operation without
 *    a form runs at once, or asks first when it is declared dangerous (say what will happen in `consequence`).
 *    Refusals, their reasons and the buttons' state come from `access.check` by themselves.
 * 3. Its words are in `texts/en/<noun>.ts`; titles and field labels come from the declarations.
 * 4. One line in `screens/index.ts` gives it an address, a place in the side bar and the operation that it needs.
 *
 * A list inside a detail (the entries of a number list) is `usePages` with a `DataTable`.
 */
export function ListScreen<L extends ListName, G extends OperationName | undefined = undefined>(
  props: ListScreenProps<L, G>,
) {
  const { list, operations = [], nameOf } = props;
  const screen = useListScreen(props);
  const { address, state, pages, selected } = screen;
  const shown = fileColumns(screen.view.columns, pages.find(() => true)?.row);
  const exported = { list, input: state.input, columns: shown, total: pages.total };
  const instead = props.instead?.({
    address,
    filters: state.filters,
    columns: screen.view.columns,
    rowHeight: screen.view.rowHeight,
    onResize: screen.view.resize,
    openId: address.id ?? null,
    onOpen: screen.open,
    onClose: screen.close,
    handle: screen.grid,
  });
  return (
    <div className={classes['screen']}>
      <header className={classes['head']}>
        <div>
          <h1>{titleOf(list)}</h1>
          <p>{props.description}</p>
        </div>
        <div className={classes['tools']}>
          {props.extra}
          <ToolbarOperations operations={operations} node={address.node} onForm={screen.openForm} />
        </div>
      </header>
      <ListBar<L, G> screen={props} state={screen} />
      <div className={classes['content']}>
        {instead ?? (
          <ListBody
            pages={pages}
            narrowed={state.narrowed}
            empty={props.empty}
            onRetry={screen.refresh}
            onClear={screen.clearAll}
          >
            <DataTable<RowOf<L>>
              label={titleOf(list)}
              pages={pages}
              waiting={screen.waiting}
              columns={screen.view.columns}
              rowHeight={screen.view.rowHeight}
              rowId={screen.rowId}
              rowName={(row) => nameOf(row)}
              sort={state.sort}
              onSort={screen.setSort}
              onResize={screen.view.resize}
              openId={address.id ?? null}
              onOpen={screen.open}
              onClose={screen.close}
              handle={screen.grid}
              {...(screen.bulk.length === 0 ? {} : { selection: selected.selection })}
            />
          </ListBody>
        )}
        <ListExportContext value={exported}>
          <ListPanel<L, G>
            screen={{ ...props, operations: [...operations, listExport<Subject<L, G>>()] }}
            pages={pages}
            selected={selected.rows}
            onClose={screen.close}
            onForm={screen.openForm}
            takesFocus={screen.focusPanel}
          />
        </ListExportContext>
      </div>
    </div>
  );
}
