#!/usr/bin/env node
// `npx rolecall ...`: the command line. Installs and builds what is missing, then hands over to Node 24.
import { join } from 'node:path';
import { replaceWith } from './child.mjs';
import { ensureBuild, ensureDependencies, node24, root, runScript } from './ensure.mjs';

await runScript(async () => {
  ensureDependencies();
  ensureBuild('main/cli.js');
  await replaceWith(node24(), [join(root, 'out', 'main', 'cli.js'), ...process.argv.slice(2)]);
});
