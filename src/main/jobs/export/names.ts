import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { EXPORT_SPLITS } from '#shared/operations/exports.ts';

export type ExportSplit = (typeof EXPORT_SPLITS)[number];

const GZIP = '.gz';
const EXTENSION = /\.[A-Za-z0-9]{1,8}$/;

/** The name that an export in one file gets: as it was chosen, with `.gz` behind it if it is compressed. */
export function singleName(chosen: string, gzip: boolean): string {
  return gzip && !chosen.toLowerCase().endsWith(GZIP) ? chosen + GZIP : chosen;
}

/** The name of one of several files: `log.csv` becomes `log-2026-05-01.csv`, `log-003.csv`, with `.gz` if need be. */
export function memberName(chosen: string, mark: string, gzip: boolean): string {
  const { stem, extension } = partsOf(chosen, gzip);
  return `${stem}-${mark}${extension}`;
}

/** The mark of the n-th file of an export that is split by size, from 1. */
export function ordinalMark(ordinal: number): string {
  return String(ordinal).padStart(3, '0');
}

/** The manifest of an export: beside its file and named after it. */
export function manifestName(chosen: string, gzip: boolean): string {
  return `${singleName(chosen, gzip)}.manifest.json`;
}

/** Files of an export of several that are in its folder already, finished or not, by their full paths. */
export function membersThere(chosen: string, gzip: boolean): string[] {
  const folder = dirname(chosen);
  if (!existsSync(folder)) return [];
  const { stem, extension } = partsOf(basename(chosen), gzip);
  const names = readdirSync(folder).filter((name) => {
    if (!name.startsWith(`${stem}-`)) return false;
    const whole = name.endsWith('.part') ? name.slice(0, -'.part'.length) : name;
    if (!whole.endsWith(extension)) return false;
    return /^(?:\d{4}-\d\d-\d\d|\d{3,})$/.test(whole.slice(stem.length + 1, whole.length - extension.length));
  });
  return names.map((name) => join(folder, name));
}

function partsOf(chosen: string, gzip: boolean): { stem: string; extension: string } {
  const packed = chosen.toLowerCase().endsWith(GZIP);
  const plain = gzip && packed ? chosen.slice(0, -GZIP.length) : chosen;
  const extension = EXTENSION.exec(basename(plain))?.[0] ?? '';
  return {
    stem: plain.slice(0, plain.length - extension.length),
    extension: gzip ? extension + GZIP : extension,
  };
}
