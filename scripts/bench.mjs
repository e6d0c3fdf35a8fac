// `npm run bench`: measures the figures, each as a ratio within one run. `npm run bench -- import` runs one of them.
import { join } from 'node:path';
import { replaceWith } from './child.mjs';
import { ensureBuild, ensureChromium, ensureDependencies, node24, root, runScript } from './ensure.mjs';
import { NODE_FLAGS } from './node-flags.mjs';

await runScript(async () => {
  ensureDependencies();
  ensureBuild();
  ensureChromium();
  const bench = join(root, 'test', 'bench', 'run.ts');
  const flags = ['--expose-gc', ...NODE_FLAGS];
  await replaceWith(node24(), [...flags, bench, ...process.argv.slice(2)]);
});
