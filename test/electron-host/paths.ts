import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Electron from 'electron';

type PathName = Parameters<Electron.App['getPath']>[0];

/** `app.getPath` and `app.setPath`: the system's folders, and those the app chose. */
export class Paths {
  private readonly chosen = new Map<string, string>();
  private readonly appName: () => string;

  constructor(appName: () => string) {
    this.appName = appName;
  }

  /** @throws Error for a name that the host has no folder for. */
  get(name: PathName): string {
    return this.chosen.get(name) ?? this.standard(name);
  }

  set(name: string, path: string): void {
    this.chosen.set(name, path);
  }

  /** The folder for user data when the app or a switch chose one, undefined when it is the standard one. */
  chosenUserData(): string | undefined {
    return this.chosen.get('userData');
  }

  private standard(name: PathName): string {
    const home = homedir();
    switch (name) {
      case 'home':
        return home;
      case 'temp':
        return tmpdir();
      case 'appData':
        return appData(home);
      case 'userData':
      case 'sessionData':
        return name === 'sessionData' ? this.get('userData') : join(this.get('appData'), this.appName());
      case 'logs':
        return join(this.get('userData'), 'logs');
      case 'crashDumps':
        return join(this.get('userData'), 'Crashpad');
      case 'exe':
        return process.execPath;
      case 'desktop':
        return join(home, 'Desktop');
      case 'documents':
        return process.env['XDG_DOCUMENTS_DIR'] ?? join(home, 'Documents');
      case 'downloads':
        return process.env['XDG_DOWNLOAD_DIR'] ?? join(home, 'Downloads');
      default:
        throw new Error(`electron host: app.getPath('${name}') is not offered`);
    }
  }
}

function appData(home: string): string {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support');
  return process.env['XDG_CONFIG_HOME'] || join(home, '.config');
}
