import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where files wait, in a workspace's folder, that were written anew or pasted to be imported. */
export const STAGING_FOLDER = 'imports';

/** Deletes every such file, at the start, when nothing reads them. */
export function forgetStaged(folder: string): void {
  rmSync(join(folder, STAGING_FOLDER), { recursive: true, force: true });
}
