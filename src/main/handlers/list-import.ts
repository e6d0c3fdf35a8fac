import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ParsedInputOf } from '#shared/operations/index.ts';
import { nextOrdinal, nextVersionKey } from '../db/list-edits.ts';
import type { Context, Tx } from './handler.ts';
import { columnsFault, fault, fileFault, type Refused } from './import-file.ts';
import type { ListRow } from './list-change.ts';

type Asked = Pick<
  ParsedInputOf<'numberLists.import'>,
  'file' | 'text' | 'region' | 'encoding' | 'delimiter' | 'header' | 'sheet' | 'columns'
>;

/** A file that an import may read: the one that was chosen, or pasted text kept as one. */
export interface ImportFile {
  readonly file: string;
  /** What the console calls it. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** Finds what is to be imported; pasted text is kept as a file until the import has ended. */
export async function importFile(input: Asked, context: Context): Promise<ImportFile | Refused> {
  const columns = columnsFault(input.columns);
  if (columns !== null) return columns;
  if (input.text !== undefined) {
    if (input.file !== undefined) return fault('text', 'Give a file or pasted numbers, not both.');
    if (input.text.trim() === '') return fault('text', 'Paste some numbers, or choose a file.');
    const { stageText } = await import('../jobs/import/staging.ts');
    const file = await stageText(context.folder, input.text);
    return { file, name: 'Pasted numbers', size: (await stat(file)).size };
  }
  if (input.file === undefined) return fault('file', 'Choose a file, or paste the numbers.');
  const refused = await fileFault(input.file, context);
  if (refused !== null) return refused;
  return { file: input.file, name: basename(input.file), size: (await stat(input.file)).size };
}

type Importing = Pick<ParsedInputOf<'numberLists.import'>, 'acceptDoubtful' | 'consentSource' | 'consentAt'> &
  Asked;

/** Makes a version of a list, which nobody sees yet, and the job that fills it. Returns the job's id. */
export async function addImport(
  tx: Tx,
  { list, input, from }: { list: ListRow; input: Importing; from: ImportFile },
  { context, onto }: { context: Context; onto: { key: number; ordinal: number; add: boolean } | null },
): Promise<string> {
  const { region, encoding, delimiter, header, sheet, columns, acceptDoubtful } = input;
  const key = await nextVersionKey(tx);
  const job = await context.addJob({
    kind: 'import-number-list',
    title: `Import number list: ${list.name}`,
    node: list.node_id,
    realm: list.realm_id,
    subject: list.id,
    params: {
      list: list.id,
      version: key,
      node: list.node_id,
      file: from.file,
      region,
      encoding,
      delimiter,
      header,
      sheet,
      columns,
      acceptDoubtful,
      ...(onto?.add ? { onto: onto.key } : {}),
    },
    unit: 'bytes',
    total: from.size,
  });
  await tx
    .insertInto('number_list_versions')
    .values({
      realm_id: list.realm_id,
      created_at: context.now,
      created_by: context.actor?.id ?? '',
      id: context.newId(),
      list_id: list.id,
      ordinal: await nextOrdinal(tx, list.id),
      key,
      state: 'importing',
      made_from: onto?.ordinal ?? null,
      source_name: from.name,
      read_count: 0,
      accepted: 0,
      merged: 0,
      refused: 0,
      fields: '[]',
      mapping: '{}',
      consent_source: input.consentSource,
      consent_at: input.consentAt ?? null,
      job_id: job,
    })
    .execute();
  return job;
}
