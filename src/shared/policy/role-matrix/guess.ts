import type { CellValue, Pack } from '../pack.ts';
import { isPermission } from '../permissions.ts';
import { type MatrixColumn, type MatrixMapping, plainText, type Sheet } from './mapping.ts';

/** How far down the row with the titles is looked for. */
const TITLES_WITHIN = 20;
/** Tokens are short and few. */
const LONGEST_TOKEN = 24;
const MOST_TOKENS = 10;

const SECTION = /^(section|area|group|category|module|chapter|table|page)\b/;
const WORDS =
  /\b(permissions?|features?|rights?|functions?|actions?|tasks?|descriptions?|words|items?|rows?)\b/;

const MEANINGS: readonly (readonly [CellValue, readonly string[]])[] = [
  [
    'allow',
    [
      'y',
      'yes',
      'x',
      'true',
      '1',
      'allow',
      'allowed',
      'granted',
      'check',
      'checked',
      'full',
      '✓',
      '✔',
      '✅',
      '☑',
    ],
  ],
  ['deny', ['n', 'no', 'false', '0', '-', '–', '—', 'deny', 'denied', 'none', '✗', '✘', '❌', '☐']],
  ['view-only', ['read only', 'read-only', 'readonly', 'ro', 'view', 'view only', 'view-only', 'r']],
  ['not-available', ['n/a', 'na', 'n.a.', 'not available', 'not applicable']],
  ['conditional', ['conditional', 'c', 'partly', 'partial', 'limited']],
  ['unstated', ['', '?', 'silent', 'unstated']],
];

/** The permission ids in a cell. */
export function permissionsIn(cell: string): string[] {
  return cell.split(/[\s,;|]+/).filter((id) => id !== '');
}

/** What each token of this pack means in most of its cells, by its plain text. */
export function usualValues(pack: Pack): ReadonlyMap<string, CellValue> {
  const times = new Map<string, Map<CellValue, number>>();
  for (const row of pack.rows) {
    for (const cell of Object.values(row.cells)) {
      const text = plainText(cell.token);
      const counts = times.get(text) ?? new Map<CellValue, number>();
      // Under a condition a token still says yes; the condition is the row's or the role's.
      const value = cell.value === 'conditional' ? 'allow' : cell.value;
      times.set(text, counts.set(value, (counts.get(value) ?? 0) + 1));
    }
  }
  return new Map(
    [...times].flatMap(([text, counts]) => {
      const [usual] = [...counts].toSorted((one, other) => other[1] - one[1]);
      return usual === undefined ? [] : [[text, usual[0]]];
    }),
  );
}

function meaningOf(usual: ReadonlyMap<string, CellValue>, token: string): CellValue | null {
  const text = plainText(token);
  return usual.get(text) ?? MEANINGS.find(([, tokens]) => tokens.includes(text))?.[0] ?? null;
}

/** The tokens with a meaning each, as the pack has them or as such tokens usually mean. */
function meanings(tokens: Iterable<string>, pack: Pack): MatrixMapping['tokens'] {
  const usual = usualValues(pack);
  return [...tokens].map((token) => ({ token, value: meaningOf(usual, token) }));
}

function headerOf(sheet: Sheet, roles: ReadonlySet<string>): number {
  let best = -1;
  let most = 0;
  for (const [index, row] of sheet.slice(0, TITLES_WITHIN).entries()) {
    const matches = row.filter((cell) => roles.has(plainText(cell))).length;
    if (matches > most) [best, most] = [index, matches];
  }
  if (best >= 0) return best + 1;
  return sheet.findIndex((row) => row.filter((cell) => cell.trim() !== '').length > 1) + 1;
}

interface Seen {
  readonly title: string;
  readonly cells: readonly string[];
}

const column = (use: MatrixColumn['use'], role = ''): MatrixColumn => ({ use, role, nodeKinds: [] });

function holdsPermissions({ cells }: Seen): boolean {
  const ids = cells.flatMap(permissionsIn);
  return ids.length > 0 && ids.filter(isPermission).length * 2 > ids.length;
}

function looksLikeTokens({ title, cells }: Seen): boolean {
  const distinct = new Set(cells.map(plainText));
  return (
    title.trim() !== '' &&
    distinct.size <= MOST_TOKENS &&
    [...distinct].every((cell) => cell.length <= LONGEST_TOKEN) &&
    [...distinct].some((cell) => cell !== '')
  );
}

function columnsOf(seen: readonly Seen[], pack: Pack): MatrixColumn[] {
  const roles = new Map(pack.roles.map(({ id }) => [plainText(id), id]));
  const guessed = seen.map((one): MatrixColumn | undefined => {
    const role = roles.get(plainText(one.title));
    if (role !== undefined) return column('role', role);
    if (SECTION.test(plainText(one.title))) return column('section');
    return holdsPermissions(one) ? column('permissions') : undefined;
  });
  const open = seen.flatMap((one, index) => (guessed[index] === undefined ? [{ ...one, index }] : []));
  const distinct = ({ cells }: Seen) => new Set(cells.filter((cell) => cell.trim() !== '')).size;
  const words =
    open.find(({ title, cells }) => WORDS.test(plainText(title)) && cells.some((cell) => cell !== '')) ??
    open.toSorted((one, other) => distinct(other) - distinct(one))[0];
  if (words !== undefined) guessed[words.index] = column('words');
  return seen.map((one, index) => {
    const known = guessed[index];
    if (known !== undefined) return known;
    return looksLikeTokens(one) ? column('role', one.title.trim()) : column('skip');
  });
}

/** The tokens in the columns of roles, each once, with how often they stand there. */
export function tokensOf(sheet: Sheet, { header, columns }: MatrixMapping): Map<string, number> {
  const times = new Map<string, number>();
  for (const row of sheet.slice(header)) {
    if (row.every((cell) => cell.trim() === '')) continue;
    for (const [index, { use }] of columns.entries()) {
      if (use !== 'role') continue;
      const token = (row[index] ?? '').trim();
      times.set(token, (times.get(token) ?? 0) + 1);
    }
  }
  return times;
}

/** A first reading of a sheet, by the titles, roles and tokens of the pack that it is to become a version of. */
export function guessMapping(sheet: Sheet, pack: Pack): MatrixMapping {
  const header = headerOf(sheet, new Set(pack.roles.map(({ id }) => plainText(id))));
  const width = Math.max(0, ...sheet.map((row) => row.length));
  const body = sheet.slice(header);
  const seen = Array.from({ length: width }, (_, index) => ({
    title: sheet[header - 1]?.[index] ?? '',
    cells: body.map((row) => row[index] ?? ''),
  }));
  const mapping: MatrixMapping = { header, columns: columnsOf(seen, pack), tokens: [], missing: 'keep' };
  return { ...mapping, tokens: meanings(tokensOf(sheet, mapping).keys(), pack) };
}

/** The mapping with a meaning guessed for each token that it does not speak of. */
export function withAllTokens(sheet: Sheet, mapping: MatrixMapping, pack: Pack): MatrixMapping {
  const known = new Set(mapping.tokens.map(({ token }) => token.trim()));
  const more = [...tokensOf(sheet, mapping).keys()].filter((token) => !known.has(token));
  return { ...mapping, tokens: [...mapping.tokens, ...meanings(more, pack)] };
}
