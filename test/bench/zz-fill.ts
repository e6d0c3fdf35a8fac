import { join } from 'node:path';
import { generateLogs } from '#main/demo/logs.ts';
import { BOOKING, CLAIMS, fillLog, makeExportWorkspace, NORTH } from '#test/support/export-workspace.ts';

const [home, n] = [process.argv[2]!, Number(process.argv[3])];
const { folder, raw } = await makeExportWorkspace(join(home, 'workspace'));
raw.close();
const t = process.cpuUsage();
fillLog(
  folder,
  generateLogs({
    seed: 1,
    now: Date.UTC(2026, 5, 10, 13, 20),
    accounts: [
      {
        id: NORTH,
        projects: [
          { id: BOOKING, name: 'Booking' },
          { id: CLAIMS, name: 'Claims' },
        ],
      },
    ],
    rows: n,
  }),
);
console.log(process.cpuUsage(t));
