import { fieldsLine } from '#main/db/lists/extra-fields.ts';
import { loadPhoneRules } from '../phone/normalise.ts';
import { type ColumnRole, type Mapping, mappingOf } from './columns.ts';
import type { Delimiter } from './delimiter.ts';
import type { Encoding } from './encoding.ts';
import { faultMessage, ImportFault } from './fault.ts';
import { ListImport } from './list-import.ts';
import { type GoodRow, type RefusedRow, RowReader } from './row-reader.ts';
import { type Look, openSource, type Reading, type Source } from './source.ts';
import type { Format } from './staging.ts';

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
  format: Format;
  sheets: string[];
  sheet: string;
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
  reading: Reading & { readonly acceptDoubtful?: boolean },
  look: Omit<Look, 'rules' | 'most'>,
): Promise<Preview | { readonly fault: string }> {
  try {
    const rules = await loadPhoneRules();
    if (!rules.hasRegion(reading.region)) throw new ImportFault(noSuchRegion(reading.region));
    const opened = await openSource(file, reading, { ...look, rules, most: LOOKED_AT });
    const { source } = opened;
    await opened.close();
    const body = source.header ? source.records.slice(1) : source.records;
    return {
      encoding: source.encoding,
      delimiter: source.delimiter,
      format: source.format,
      sheets: [...source.sheets],
      sheet: source.sheet,
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

/** A row as it would be stored; zone and priority stand with the extra fields. */
function shown(
  good: Pick<GoodRow, 'number' | 'name' | 'fields' | 'zone' | 'priority'>,
  { fieldNames }: Mapping,
): Pick<PreviewRow, 'number' | 'name' | 'fields'> {
  const { number, name, zone, priority } = good;
  const fields = [
    ...(zone === null ? [] : [zone]),
    ...(priority === null ? [] : [`Priority ${priority}`]),
    ...(good.fields === null ? [] : [fieldsLine(fieldNames, good.fields)]),
  ].join(' · ');
  return { number: `+${number}`, name, fields };
}

/** What is said of a region that the phone metadata does not know. */
export function noSuchRegion(region: string): string {
  return `There is no country with the code ${region}. Choose one, such as US.`;
}

function firstRows(
  source: Source,
  reading: Reading & { readonly acceptDoubtful?: boolean },
  rules: Awaited<ReturnType<typeof loadPhoneRules>>,
): PreviewRow[] {
  const mapping = mappingOf(source.titles, source.roles);
  const { region, acceptDoubtful = false } = reading;
  const rows: PreviewRow[] = [];
  /** The row of each entry, in the order of acceptance. */
  const accepted: number[] = [];
  const plan = { header: source.header, mapping, region, acceptDoubtful };
  const reader = new RowReader(rules, plan);
  const list = new ListImport(plan, rules, {
    accepted: (row, good) => {
      accepted.push(row);
      rows.push({ row, outcome: 'accepted', ...shown(good, mapping), reason: '', suggestion: '' });
    },
    merged: (row, { seq }, cells) =>
      rows.push({
        row,
        outcome: 'merged',
        ...shown(reader.read(cells.texts()) as GoodRow, mapping),
        reason: `Row ${accepted[seq - 1]} has the same number.`,
        suggestion: 'Nothing to do.',
      }),
    refused: (row, cells, words = reader.read(cells.texts()) as RefusedRow) => {
      const { value, reason, suggestion } = words;
      rows.push({ row, outcome: 'refused', number: value, name: '', fields: '', reason, suggestion });
    },
  });
  for (const cells of source.records.slice(0, SHOWN + (source.header ? 1 : 0))) list.takeRecord(cells);
  return rows;
}
