import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openLogStore } from '#main/db/logs/store.ts';
import { PackedLines } from '#main/jobs/export/packed-lines.ts';
import { LineTimes } from '#main/jobs/export/times.ts';
import { BOOKING, CLAIMS, NORTH } from '#test/support/export-workspace.ts';

const home = process.argv[2]!;
const store = openLogStore(join(home, 'workspace'));
const query = {
  scope: { account: NORTH, projects: null },
  filter: process.argv[3] === 'tenth' ? { channel: 'whatsapp', direction: 'in' } : {},
};
const times = await LineTimes.of(null);
const big = new Uint8Array(4 << 20);
function run(what: string) {
  const h = createHash('sha256');
  const fd = openSync(join(home, 'x'), 'w');
  for (const month of store.plan(query).months) {
    const scan = store.scan(query, { month, after: -1 });
    const lines = new PackedLines(
      {
        profile: 'spreadsheet',
        account: NORTH,
        projects: { [BOOKING]: 'Booking', [CLAIMS]: 'Claims' },
        times,
        monthStart: scan.monthStart,
        wordOf: (id) => scan.wordOf(id),
      },
      scan,
    );
    for (;;) {
      const page = scan.nextPacked(2000);
      if (page.rows === 0) break;
      if (what === 'sql') continue;
      lines.of(page);
      let at = 0;
      if (page.rows === 0) break;
      while (lines.next()) {
        if (lines.room > big.length) throw 1;
        at = lines.write(big, at);
      }
      if (what === 'enc') continue;
      h.update(big.subarray(0, at));
      if (what === 'hash') continue;
      writeSync(fd, big, 0, at);
      if (what === 'write') continue;
    }
    scan.close();
  }
  closeSync(fd);
}
for (const w of ['sql', 'enc', 'hash', 'write']) {
  let b = [1e9, 0, 0];
  for (let r = 0; r < 4; r++) {
    const u = process.cpuUsage();
    run(w);
    const x = process.cpuUsage(u);
    const t = (x.user + x.system) / 1000;
    if (t < b[0]!) b = [t, x.user / 1000, x.system / 1000];
  }
  console.log(w, b.map((n) => n.toFixed(0)).join(' '));
}
