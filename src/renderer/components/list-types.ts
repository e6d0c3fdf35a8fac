import type { ComponentType, ReactNode } from 'react';
import type { OperationName, OutputOf } from '#shared/operations/index.ts';
import type { Page } from '#shared/page.ts';
import type { FilterValue } from './address.ts';
import type { Option } from './field-control.tsx';

/** Operations that answer with a page. */
export type ListName = {
  [N in OperationName]: OutputOf<N> extends Page<infer _> ? N : never;
}[OperationName];

/** A row of a list operation. */
export type RowOf<L extends ListName> = OutputOf<L> extends Page<infer Row> ? Row : never;

/** How a filter is set. Without a control its declared type decides: text, choice or switch. */
export interface FilterSpec {
  /** The field of the list's input. */
  readonly key: string;
  /** Words for the values of a choice. */
  readonly options?: readonly Option[];
  /** `time`: Unix ms. */
  readonly control?: 'time';
}

/** What a form in the panel is given. */
export interface PanelFormProps<S> {
  /** The record it is about; null for an operation of the tool bar. */
  readonly record: S | null;
  /** The selected rows, if a form that is offered for many is about them; `record` is then null. */
  readonly records: readonly S[];
  /** The scope in the address. */
  readonly node: string | undefined;
  readonly onDone: () => void;
  readonly onCancel: () => void;
  readonly onChanged: (changed: boolean) => void;
}

/** An operation that a list offers. `S` is what its rows and its detail records have in common. */
export interface ScreenOperation<S> {
  readonly operation: OperationName;
  /** `toolbar`: about no record. `record`: about the open record. `list`: about what the list shows. */
  readonly place: 'toolbar' | 'record' | 'list';
  readonly icon?: ReactNode;
  /** A form in the panel. Absent: runs at once, or asks first if the operation is dangerous. */
  readonly form?: ComponentType<PanelFormProps<S>>;
  /** Instead of a form, for an operation of the tool bar; `node` is the scope in the address. */
  readonly run?: (node: string | undefined) => void;
  /** What is sent for the record (ids, version); of a tool bar operation only what access depends on. */
  readonly input?: (record: S) => Readonly<Record<string, unknown>>;
  /** Whether it makes sense for the record; hidden where not. */
  readonly when?: (record: S) => boolean;
  /** Also offered for many selected rows; a form then gets them all. */
  readonly bulk?: boolean;
  /** What will happen, for the confirmation; of these records if it depends on them. */
  readonly consequence?: string | ((records: readonly S[]) => string);
  /** More of what will happen to one record, shown in the confirmation. */
  readonly fate?: ComponentType<{ readonly record: S }>;
  /** Told after it ran without a form; null for a refused record. */
  readonly onDone?: (records: readonly S[], outputs: readonly unknown[]) => void;
}

export type Filters = Readonly<Record<string, FilterValue>>;
