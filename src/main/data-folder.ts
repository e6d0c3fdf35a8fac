import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where a platform keeps a program's data for one user. */
function applicationData(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
}

/** The workspace folder: the one asked for, else the user's own. The window and the command line agree on it. */
export function workspaceFolder(asked: string | undefined): string {
  return asked === undefined
    ? join(applicationData(process.platform, process.env), 'Rolecall', 'workspace')
    : resolve(asked);
}
