import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that is soon full. */
export interface SmallDisk {
  readonly folder: string;
  remove(): void;
}

/** Mounts a disk of so many bytes in memory; null where that is not permitted. */
export function smallDisk(bytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-small-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]).status === 0;
  const clear = () => rmSync(folder, { recursive: true, force: true });
  if (!mounted) {
    clear();
    return null;
  }
  return {
    folder,
    remove: () => {
      spawnSync('umount', ['-l', folder]);
      clear();
    },
  };
}

/** Whether this machine lets tests mount disks. */
export const MAY_MOUNT = (() => {
  const disk = smallDisk(65_536);
  disk?.remove();
  return disk !== null;
})();
