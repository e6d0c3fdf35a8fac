// `npm run check`: everything but the end-to-end tests.
import { line, sum } from './counts.mjs';
import { ensureDependencies, runScript } from './ensure.mjs';
import { runChecks, runVitest } from './runners.mjs';

await runScript(() => {
  ensureDependencies();
  const total = sum([...runChecks(), runVitest()]);
  console.log(line(total));
  if (total.failed > 0) process.exitCode = 1;
});
