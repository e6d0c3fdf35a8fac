import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type * as Electron from 'electron';
import { hasDisplay } from './display.ts';
import { record } from './record.ts';

type Members = 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep' | 'trashItem';

/** Hands an address or a path to the desktop, if there is one. */
function openOnDesktop(what: string): void {
  if (!hasDisplay()) return;
  const programs: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'open',
    win32: 'explorer',
    linux: 'xdg-open',
  };
  const program = programs[process.platform];
  if (program === undefined) return;
  const child = spawn(program, [what], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

/** `shell`. Members are plain properties that a spec can replace; every call is recorded. */
export const shell: Pick<Electron.Shell, Members> = {
  async openExternal(url: string): Promise<void> {
    record('shell.openExternal', url);
    openOnDesktop(url);
  },

  async openPath(path: string): Promise<string> {
    record('shell.openPath', path);
    if (!existsSync(path)) return 'Failed to open path';
    openOnDesktop(path);
    return '';
  },

  showItemInFolder(path: string): void {
    record('shell.showItemInFolder', path);
    openOnDesktop(dirname(path));
  },

  async trashItem(path: string): Promise<void> {
    record('shell.trashItem', path);
    await rename(path, join(homedir(), '.local/share/Trash/files', basename(path)));
  },

  beep(): void {
    record('shell.beep');
  },
};
