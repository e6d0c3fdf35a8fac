import type { InputOf } from '#shared/operations/index.ts';

/** What a person decided about how the file is read; what is left out is detected. */
export type Reading = Pick<
  InputOf<'numberLists.preview'>,
  'encoding' | 'delimiter' | 'header' | 'sheet' | 'columns' | 'acceptDoubtful'
>;

/** An import before it is started. */
export interface ImportDraft {
  readonly from: 'file' | 'text';
  /** Full path; empty until one was chosen. */
  readonly file: string;
  readonly text: string;
  readonly node: string | null;
  readonly name: string;
  readonly region: string;
  readonly reading: Reading;
  readonly consentSource: string;
  /** Unix ms. */
  readonly consentAt: number | null;
  /** Into a list that has entries: what becomes of them. */
  readonly how: 'add' | 'replace';
}

/** Where the numbers come from, as the service asks for it. */
export function sourceOf({ from, file, text }: ImportDraft): { file: string } | { text: string } {
  return from === 'file' ? { file } : { text };
}
