// `npm run build`: builds the app into out/ when its sources have changed.
import { ensureBuild, ensureDependencies, runScript } from './ensure.mjs';

await runScript(() => {
  ensureDependencies();
  ensureBuild();
});
