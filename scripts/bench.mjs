// `npm run bench`: measures the figures, each as a ratio within one run. `npm run bench -- import` runs one of them.
import { join } from 'node:path';
import { replaceWith } from './child.mjs';
import { ensureBuild, ensureChromium, ensureDependencies, node24, root, runScript } from './ensure.mjs';

await runScript(async () => {
  ensureDependencies();
  ensureBuild();
  ensureChromium();
  const bench = join(root, 'test', 'bench', 'run.ts');
  await replaceWith(node24(), ['--expose-gc', bench, ...process.argv.slice(2)]);
});
