import { afterAll, beforeAll, describe, it } from 'vitest';
import { checkRuns } from '../support/admin-runs.ts';
import { AdminWorld } from '../support/admin-world.ts';

let at: AdminWorld;
beforeAll(async () => {
  at = await AdminWorld.make();
});
afterAll(() => at.close());

describe('administrative commands in any order, with nobody above the realms', () => {
  it('let no one hold more than the rules allow, and leave every realm an administrator', async () => {
    await checkRuns(at, { runs: 1_000, platform: false });
  }, 900_000);
});
