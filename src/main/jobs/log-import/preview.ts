import { faultMessage } from '../import/fault.ts';
import { lookAt } from './bytes.ts';
import { describeFile, isCells, type LogReading } from './describe.ts';
import { projectNames } from './params.ts';
import type { LogRole } from './roles.ts';
import { RowMaker } from './row-maker.ts';
import type { TimeUnit } from './times.ts';

/** Rows that a preview shows, and cells of each column. */
const SHOWN = 30;
const SAMPLED = 3;

/** What a file would be imported as. */
export interface LogPreview {
  format: 'jsonl' | 'csv';
  gzip: boolean;
  encoding: string;
  delimiter: string;
  size: number;
  timeUnit: TimeUnit | null;
  columns: { name: string; role: LogRole; sample: string[] }[];
  rows: { row: number; at: number | null; client: string; text: string; reason: string }[];
}

/** How a file would be imported, and its first rows, by the import's own code. Gives a message where it can't be. */
export async function previewLog(
  file: string,
  asked: {
    readonly reading: LogReading;
    readonly account: string;
    readonly projects: Readonly<Record<string, string>>;
    readonly now: number;
    readonly keptFrom: number;
  },
): Promise<LogPreview | { readonly fault: string }> {
  try {
    const { reading, now, account, keptFrom } = asked;
    const opened = await lookAt(file);
    const description = await describeFile(file, opened, { reading, encoding: undefined, now });
    const { format, encoding, delimiter, columns, roles, unit, sample } = description;
    const projects = projectNames(asked.projects);
    const maker = new RowMaker({ account, projects, project: reading.project, roles, unit, now, keptFrom });
    const first = format === 'csv' ? 2 : 1;
    return {
      format,
      gzip: opened.gzip,
      encoding,
      delimiter,
      size: opened.size,
      timeUnit: unit,
      columns: columns.map((name, index) => ({
        name,
        role: roles.get(name) ?? 'extra',
        sample: sample.slice(0, SAMPLED).map((row) => shown(isCells(row) ? row[index] : row?.[name])),
      })),
      rows: sample.slice(0, SHOWN).map((row, index) => {
        const made = isCells(row)
          ? maker.ofCells(row, columns)
          : row === null
            ? { row: null, reason: 'It is no JSON object.' }
            : maker.ofObject(row);
        return {
          row: index + first,
          at: made.row?.at ?? null,
          client: made.row?.client ?? '',
          text: (made.row?.text ?? '').slice(0, 200),
          reason: made.reason ?? '',
        };
      }),
    };
  } catch (error) {
    const fault = faultMessage(error);
    if (fault === null) throw error;
    return { fault };
  }
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 200);
}
