import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workspaceFolder } from '../data-folder.ts';
import { readShellArguments } from './arguments.ts';

const args = readShellArguments(process.argv);
const folder = workspaceFolder(args.workspace);
const userData = join(folder, 'window');
const codeCache = join(dirname(workspaceFolder(undefined)), 'code-cache');

// What lies in it is run, so it is in a folder of the person's own, never in a workspace that may come from
// somebody else. Worker threads learn of it by the environment.
enableCompileCache(codeCache);
process.env['NODE_COMPILE_CACHE'] = codeCache;

const { startShell } = await import('./start.ts');
startShell({
  folder,
  userData,
  demo: args.demo,
  link: args.link,
  service: new URL('./service.js', import.meta.url),
  job: new URL('./job.js', import.meta.url),
  dialer: new URL('./dialer.js', import.meta.url),
  preload: fileURLToPath(new URL('../preload/index.cjs', import.meta.url)),
  pages: fileURLToPath(new URL('../renderer', import.meta.url)),
});
