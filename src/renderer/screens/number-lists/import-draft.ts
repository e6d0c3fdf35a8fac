import type { InputOf } from '#shared/operations/index.ts';

/** What a person decided about how the file is read; what is left out is detected. */
export type Reading = Pick<InputOf<'numberLists.preview'>, 'encoding' | 'delimiter' | 'header' | 'columns'>;

/** An import before it is started. */
export interface ImportDraft {
  /** Full path; empty until one was chosen. */
  readonly file: string;
  readonly node: string | null;
  readonly name: string;
  readonly region: string;
  readonly reading: Reading;
}
