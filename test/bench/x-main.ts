import { loadPhoneRules } from '#main/jobs/phone/normalise.ts';
import { openSource } from '#main/jobs/import/source.ts';
import { readRows, type FilePart } from '#main/jobs/import/reading.ts';
import { mappingOf } from '#main/jobs/import/columns.ts';
import { ListImport } from '#main/jobs/import/list-import.ts';
import { StoringSink } from '#main/jobs/import/sink.ts';
import { VersionWriter } from '#main/jobs/import/writer.ts';
import { NumberTable } from '#main/db/lists/number-table.ts';
import { ListWorkspace } from '#test/support/number-lists.ts';
const rules = await loadPhoneRules();
const at = await ListWorkspace.make();
for (let i = 0; i < 3; i++) {
  const opened = await openSource('/tmp/proto/rows.csv', { region: 'US' } as never, { rules, folder: '/tmp' });
  const { source } = opened;
  const mapping = mappingOf(source.titles, source.roles, []);
  const plan = { header: source.header, mapping, region: 'US', acceptDoubtful: false };
  const parts: FilePart[] = [];
  for await (const part of readRows(opened, plan, { rules })) parts.push(part);
  at.db.pragma('synchronous = NORMAL'); at.db.pragma('wal_autocheckpoint = 20000');
  const c0 = process.cpuUsage(); const f0 = process.resourceUsage().minorPageFault;
  const t0 = performance.now();
  const writer = new VersionWriter(at.db, i + 1);
  const list = new ListImport({ ...plan, expected: 1_000_000 }, rules, new StoringSink(writer, mapping, { carries: false }));
  let flush = 0;
  for (const { batches } of parts) {
    for (const batch of batches) list.takeBatch(batch);
    const f = performance.now();
    if (writer.full) for (const _p of writer.flush());
    flush += performance.now() - f;
  }
  const t1 = performance.now();
  for (const _p of writer.finish());
  const t2 = performance.now();
  const c = process.cpuUsage(c0);
  console.log('parts', t1 - t0, 'flush', flush, 'finish', t2 - t1, 'user', c.user / 1000, 'sys', c.system / 1000, 'faults', process.resourceUsage().minorPageFault - f0);
  const tt = performance.now(); const table = new NumberTable(1_000_000); for (const { batches } of parts) for (const { block } of batches) { const n = new Float64Array(block.fixed.buffer, 0, block.count); table.touch(n); for (const x of n) if (x) table.findOrAdd(x); } console.log('table', performance.now() - tt);
  at.db.pragma('wal_checkpoint(truncate)');
  await opened.close();
}
at.remove();
