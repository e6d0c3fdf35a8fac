import { loadPhoneRules } from '../phone/normalise.ts';
import { type ColumnRole, mappingOf } from './columns.ts';
import type { Delimiter } from './delimiter.ts';
import type { Encoding } from './encoding.ts';
import { fieldsLine } from './extra-fields.ts';
import { faultMessage, ImportFault } from './fault.ts';
import { ListImport } from './list-import.ts';
import { openSource, type Reading, type Source } from './source.ts';

/** Rows that a preview shows. */
const SHOWN = 50;
const SAMPLED = 5;
/** How far a preview looks for bytes that are no UTF-8, so that it stays quick; the import looks at all. */
const LOOKED_AT = 64 * 1_048_576;

export interface PreviewRow {
  row: number;
  outcome: 'accepted' | 'merged' | 'refused';
  number: string;
  name: string;
  fields: string;
  reason: string;
  suggestion: string;
}

export interface Preview {
  encoding: Encoding;
  delimiter: Delimiter;
  header: boolean;
  size: number;
  columns: { title: string; role: ColumnRole; sample: string[] }[];
  rows: PreviewRow[];
}

/**
 * How a file would be imported, and its first rows as they would be stored, by the import's own code. Gives a message
 * instead where the file can't be a list.
 */
export async function previewFile(
  file: string,
  reading: Reading,
): Promise<Preview | { readonly fault: string }> {
  try {
    const rules = await loadPhoneRules();
    if (!rules.hasRegion(reading.region)) throw new ImportFault(noSuchRegion(reading.region));
    const { source, handle } = await openSource(file, reading, { rules, most: LOOKED_AT });
    await handle.close();
    const body = source.header ? source.records.slice(1) : source.records;
    return {
      encoding: source.encoding,
      delimiter: source.delimiter,
      header: source.header,
      size: source.size,
      columns: source.titles.map((title, index) => ({
        title,
        role: source.roles[index] ?? 'skip',
        sample: body.slice(0, SAMPLED).map((cells) => (cells[index] ?? '').slice(0, 200)),
      })),
      rows: source.roles.includes('number') ? firstRows(source, reading, rules) : [],
    };
  } catch (error) {
    const fault = faultMessage(error);
    if (fault === null) throw error;
    return { fault };
  }
}

/** What is said of a region that the phone metadata does not know. */
export function noSuchRegion(region: string): string {
  return `There is no country with the code ${region}. Choose one, such as US.`;
}

function firstRows(
  source: Source,
  reading: Reading,
  rules: Awaited<ReturnType<typeof loadPhoneRules>>,
): PreviewRow[] {
  const mapping = mappingOf(source.titles, source.roles);
  const names = mapping.fields.map((index) => source.titles[index] as string);
  const rows: PreviewRow[] = [];
  const list = new ListImport({ source, mapping, region: reading.region }, rules, {
    accepted: (row, { number, name, fields }) =>
      rows.push({
        row,
        outcome: 'accepted',
        number: `+${number}`,
        name,
        fields: fieldsLine(names, fields),
        reason: '',
        suggestion: '',
      }),
    merged: (row, { number, name, fields }, into) =>
      rows.push({
        row,
        outcome: 'merged',
        number: `+${number}`,
        name,
        fields: fieldsLine(names, fields),
        reason: `Row ${into.row} has the same number.`,
        suggestion: 'Nothing to do.',
      }),
    refused: (row, { value, reason, suggestion }) =>
      rows.push({ row, outcome: 'refused', number: value, name: '', fields: '', reason, suggestion }),
  });
  for (const cells of source.records.slice(0, SHOWN + (source.header ? 1 : 0))) list.takeRecord(cells);
  return rows;
}
