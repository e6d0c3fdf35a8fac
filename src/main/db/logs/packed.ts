import { SLOTS_PER_MS } from './months.ts';

/** Ends each cell of a packed row; no text in UTF-8 has this byte. */
export const CELL_END = 0xff;

/**
 * Rows as one run of bytes, each cell with `CELL_END` behind it: numbers in decimal, texts in UTF-8. That costs a fraction
 * of what cells one by one do. A row's cells: two numbers (see `headOf` and `tailOf`), message id, client, session,
 * speaker, text, extra. A row with long texts has three cells: an empty one, its ms within the month, and its key.
 */
export interface PackedRows {
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** Of the last row. */
  readonly key: number;
}

/** A share that is no whole number of hundredths. */
export const ODD_SHARE = 127;

/** Bytes of text and extra of a row that is packed at most: what a page takes in memory is bounded by it. */
const LONGEST_PACKED = 16_384;

/** Word ids below these have room in the numbers; few numbers are cheaper than many. */
const PROJECTS = 8_192;
const DIRECTIONS = 256;
const CHANNELS = 8_192;
const SHARES = 128;

/** What the first number of a row says; INVARIANT: it stays below 2^53. */
export function headOf(number: number): { ms: number; project: number; direction: number } {
  const rest = Math.floor(number / DIRECTIONS);
  const ms = Math.floor(rest / PROJECTS);
  return { ms, project: rest - ms * PROJECTS, direction: number - rest * DIRECTIONS };
}

/** What the second says: the share is the confidence in hundredths and one more, 0 for none, or `ODD_SHARE`. */
export function tailOf(number: number): { intent: number; channel: number; share: number } {
  const rest = Math.floor(number / SHARES);
  const intent = Math.floor(rest / CHANNELS);
  return { intent, channel: rest - intent * CHANNELS, share: number - rest * SHARES };
}

/** Asks a file for its largest word ids of projects, channels and directions. */
export const WORD_RANGES = 'select max(project), max(channel), max(direction) from counts';

/** Whether these have room in the numbers; otherwise all rows of the file are given as long ones. */
export function hasRoom([project = 0, channel = 0, direction = 0]: readonly number[]): boolean {
  return project < PROJECTS && channel < CHANNELS && direction < DIRECTIONS;
}

const END = `cast(x'ff' as text)`;
const MS = `key / ${SLOTS_PER_MS}`;
const HUNDREDTHS = 'cast(confidence * 100 + 0.5 as integer)';
const SHARE = `iif(confidence is null, 0,
  iif(${HUNDREDTHS} / 100.0 = confidence, ${HUNDREDTHS} + 1, ${ODD_SHARE}))`;
const HEAD = `(${MS} * ${PROJECTS} + project) * ${DIRECTIONS} + direction`;
const TAIL = `(intent * ${CHANNELS} + channel) * ${SHARES} + ${SHARE}`;
const LONG = `concat_ws(${END}, '', ${MS}, key, '')`;
const LINE = `iif(octet_length(text) + octet_length(extra) > ${LONGEST_PACKED}, ${LONG},
  concat_ws(${END}, ${HEAD}, ${TAIL}, message_id, client, session, speaker, text, extra, ''))`;

/** Packs the rows that a `from` and `where` name, by key, up to a limit. Gives the bytes, their rows and the last key. */
export function packedSql(fromWhere: string, room: boolean): string {
  return `select cast(group_concat(line, '') as blob), count(*), max(key)
    from (select key, ${room ? LINE : LONG} as line ${fromWhere} order by key limit ?)`;
}
