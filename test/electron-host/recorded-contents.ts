import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { record } from './record.ts';

type Members =
  | 'closeDevTools'
  | 'isDevToolsOpened'
  | 'openDevTools'
  | 'print'
  | 'setIgnoreMenuShortcuts'
  | 'setVisualZoomLevelLimits'
  | 'toggleDevTools';

/** What an app may ask of web contents that a spec only wants to know about: recorded. */
export class RecordedContents extends EventEmitter implements Pick<Electron.WebContents, Members> {
  private devTools = false;

  openDevTools(): void {
    record('webContents.openDevTools');
    this.devTools = true;
  }

  closeDevTools(): void {
    this.devTools = false;
  }

  toggleDevTools(): void {
    if (this.devTools) this.closeDevTools();
    else this.openDevTools();
  }

  isDevToolsOpened(): boolean {
    return this.devTools;
  }

  print(
    options?: Electron.WebContentsPrintOptions,
    callback?: (success: boolean, failureReason: string) => void,
  ): void {
    record('webContents.print', options);
    callback?.(true, '');
  }

  setIgnoreMenuShortcuts(ignore: boolean): void {
    record('webContents.setIgnoreMenuShortcuts', ignore);
  }

  async setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    record('webContents.setVisualZoomLevelLimits', minimum, maximum);
  }
}
