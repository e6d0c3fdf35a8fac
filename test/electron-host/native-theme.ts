import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { registry } from './window-registry.ts';

type Members = 'themeSource' | 'shouldUseDarkColors' | 'shouldUseHighContrastColors' | 'inForcedColorsMode';

/** `nativeTheme`: what the app chooses is applied to every window as the page's preferred colour scheme. */
class HostNativeTheme extends EventEmitter implements Pick<Electron.NativeTheme, Members> {
  readonly shouldUseHighContrastColors = false;
  readonly inForcedColorsMode = false;
  private source: Electron.NativeTheme['themeSource'] = 'system';

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.source;
  }

  set themeSource(source: Electron.NativeTheme['themeSource']) {
    const changed = source !== this.source;
    this.source = source;
    for (const window of registry.all()) window.contents.applyTheme();
    if (changed) this.emit('updated');
  }

  /** The system's own choice counts as light: there is no portable way to ask for it from outside a page. */
  get shouldUseDarkColors(): boolean {
    return this.source === 'dark';
  }
}

/** The `nativeTheme` of this process. */
export const nativeTheme = new HostNativeTheme();
