import { statSync } from 'node:fs';
import type { JobHandle } from '../job.ts';
import type { ParsedExportParams } from './params.ts';
import { remove } from './part-file.ts';

/**
 * Removes the files of exports that their schedule keeps no longer. A file that is not as it was written is somebody
 * else's by now and stays.
 */
export function retire(old: ParsedExportParams['retire'], job: JobHandle): void {
  const note = job.db.prepare('update exports set removed_at = ?, version = version + 1 where id = ?');
  for (const { id, manifest, files } of old) {
    for (const { file, bytes } of files) {
      if (sizeOf(file) === bytes) remove(file);
    }
    remove(manifest);
    note.run(job.now(), id);
  }
}

function sizeOf(file: string): number | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size;
  } catch {
    // A folder that can't be looked into holds nothing for us to remove.
    return undefined;
  }
}
