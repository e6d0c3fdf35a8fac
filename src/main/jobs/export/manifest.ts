import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { WholeFile } from './file-set.ts';
import { manifestName } from './names.ts';
import type { ParsedExportParams } from './params.ts';
import { type Finished, PartFile } from './part-file.ts';

/** The first field of every manifest, by which one is known from other files. */
const FORMAT = 'rolecall-export-1';

/** A manifest that is written and waits for its name. */
export interface WrittenManifest extends Finished {
  /** Full path. */
  readonly file: string;
}

/** What a manifest says besides its files. */
export interface ManifestHead {
  /** What is in the files, in the terms of who asked for it. */
  readonly of: Readonly<Record<string, unknown>>;
  readonly profile: string;
  readonly columns: readonly string[];
  readonly asked: ParsedExportParams['asked'];
}

/**
 * Writes the manifest of an export under its part name: what is in it, and the rows, bytes and SHA-256 of each file. It
 * gets its name after all files have theirs: where there is a manifest, the export is whole.
 */
export function writeManifest(
  file: string,
  head: ManifestHead,
  files: readonly WholeFile[],
): WrittenManifest {
  const { of, profile, columns, asked } = head;
  const manifest = {
    format: FORMAT,
    ...of,
    askedBy: asked.by,
    askedAt: new Date(asked.at).toISOString(),
    profile,
    columns,
    rows: files.reduce((sum, { rows }) => sum + rows, 0),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: files.map((each) => ({
      name: basename(each.file),
      rows: each.rows,
      bytes: each.bytes,
      sha256: each.sha256,
    })),
  };
  const part = PartFile.start(file);
  try {
    part.write(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
    return { file, ...part.finish() };
  } finally {
    part.close();
  }
}

/** What is under the manifest's name and is no manifest of Rolecall; null if nothing is in its way. */
export function foreignManifest(chosen: string, gzip: boolean): string | null {
  const file = manifestName(chosen, gzip);
  const there = statSync(file, { throwIfNoEntry: false });
  if (there === undefined || (there.isFile() && beginningOf(file).includes(`"format": "${FORMAT}"`)))
    return null;
  return file;
}

function beginningOf(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(100);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
