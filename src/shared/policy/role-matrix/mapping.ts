import { z } from '#shared/zod.ts';
import { CELL_VALUES } from '../pack.ts';

/** What a column of a role matrix holds. */
export const COLUMN_USES = ['skip', 'section', 'words', 'permissions', 'role'] as const;

/** The largest matrix that is read. */
export const MOST_ROWS = 5000;
export const MOST_COLUMNS = 200;

/** How the sheet of a role matrix is to be read. */
export const mappingSchema = () =>
  z.strictObject({
    /** The row with the columns' titles, from 1 on; 0: there is none. */
    header: z.int().min(0).max(MOST_ROWS),
    columns: z
      .array(
        z.strictObject({
          use: z.enum(COLUMN_USES),
          /** Of a role's column: its id, and for a role that the pack does not have yet where it may be given. */
          role: z.string().trim().max(80).default(''),
          nodeKinds: z.array(z.string().max(40)).max(20).default([]),
        }),
      )
      .max(MOST_COLUMNS),
    /** What each token means (reading rule 3); null: nobody said. */
    tokens: z
      .array(z.strictObject({ token: z.string().max(200), value: z.enum(CELL_VALUES).nullable() }))
      .max(500),
    /** Rows and roles of the pack that the sheet does not have: they stay as they are, or they go. */
    missing: z.enum(['keep', 'remove']).default('keep'),
  });
export type MatrixMapping = z.output<ReturnType<typeof mappingSchema>>;
export type MatrixColumn = MatrixMapping['columns'][number];

/** A sheet as text: rows of cells. */
export type Sheet = readonly (readonly string[])[];

/** A text as it is compared: one form of each character, no differences of spacing, case or quotation marks. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201C\u201D]/g, '"')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
