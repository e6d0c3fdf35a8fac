import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives the run a folder for what its tests share, and removes it at the end. */
async function prepareRun(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-run-'));
  process.env['ROLECALL_TEST_SHARED'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

// oxlint-disable-next-line import/no-default-export -- Playwright takes the default export of a set-up file
export default prepareRun;
