import { existsSync } from 'node:fs';
import { diskFault } from './faults.ts';
import type { WholeFile } from './file-set.ts';
import type { WrittenManifest } from './manifest.ts';
import { type Finished, holds, publish, remove, removePart, syncFolderOf } from './part-file.ts';

/** All that an export wrote: whole, and safe on the disk under the part names. */
export interface Written {
  readonly files: readonly WholeFile[];
  readonly manifest: WrittenManifest;
}

/**
 * Gives the files of an export their names, the manifest last. Throws an ExportFault where that can't be; what had its
 * name by then is removed again, unless it had replaced something.
 */
export function publishAll({ files, manifest }: Written, overwrite: boolean): void {
  const taken = overwrite ? undefined : files.find(({ file }) => existsSync(file));
  if (taken !== undefined) throw diskFault(taken.file, 'EEXIST');
  const named: string[] = [];
  try {
    for (const { file } of files) {
      publish(file, overwrite);
      if (!overwrite) named.push(file);
    }
    syncFolderOf(manifest.file);
    // A manifest of files that are gone may be replaced; `foreignManifest` kept others from harm.
    publish(manifest.file, true);
    syncFolderOf(manifest.file);
  } catch (error) {
    for (const file of named) remove(file);
    throw error;
  }
}

/** Goes on with a publishing that a crash cut short; false if something that was written is lost. */
export function publishRest({ files, manifest }: Written, overwrite: boolean): boolean {
  const places = [...files, manifest].map((each) => ({ ...each, place: placeOf(each) }));
  if (places.some(({ place }) => place === null)) return false;
  for (const { file, place } of places) {
    if (place === 'part') publish(file, overwrite || file === manifest.file);
  }
  syncFolderOf(manifest.file);
  return true;
}

/** Removes whatever of an export has no name yet. */
export function removeParts(files: readonly string[]): void {
  for (const file of files) removePart(file);
}

function placeOf(file: Finished & { readonly file: string }): 'part' | 'final' | null {
  if (holds(file.file, 'part', file)) return 'part';
  return holds(file.file, 'final', file) ? 'final' : null;
}
