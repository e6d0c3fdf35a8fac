// `npm run bench`: measures the figures, each as a ratio within one run. `npm run bench -- import` runs one of them.
import { join } from 'node:path';
import { replaceWith } from './child.mjs';
import { ensureBuild, ensureChromium, ensureDependencies, node24, root, runScript } from './ensure.mjs';

await runScript(async () => {
  ensureDependencies();
  ensureBuild();
  ensureChromium();
  const bench = join(root, 'test', 'bench', 'run.ts');
  // Without it threads that strip types can crash this Node; see vitest.config.ts.
  const flags = ['--expose-gc', '--no-wasm-code-gc'];
  await replaceWith(node24(), [...flags, bench, ...process.argv.slice(2)]);
});
