import { type Page, rowsOf } from '#shared/page.ts';

function isPage(value: unknown): value is Page {
  if (typeof value !== 'object' || value === null) return false;
  return 'columns' in value && 'rows' in value && 'total' in value && typeof value.rows === 'number';
}

/** JSON for a terminal or a script: the columns of a page become an array of row objects. */
export function toJson(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, part: unknown) => {
      if (isPage(part)) return { total: part.total, offset: part.offset, rows: rowsOf(part) };
      return part instanceof Float64Array ? [...part] : part;
    },
    2,
  );
}
