import { loadPhoneRules } from '#main/jobs/phone/normalise.ts';
import { openSource } from '#main/jobs/import/source.ts';
import { readRows } from '#main/jobs/import/reading.ts';
import { mappingOf } from '#main/jobs/import/columns.ts';
import { SpareBytes } from '#main/jobs/import/spare-bytes.ts';
import { ByteScanner } from '#main/jobs/import/byte-scanner.ts';
import { bytesOf } from '#main/jobs/import/source.ts';
const rules = await loadPhoneRules();
for (let i = 0; i < 4; i++) {
  const t0 = performance.now();
  const opened = await openSource('/tmp/proto/rows.csv', { region: 'US' } as never, { rules, folder: '/tmp' });
  const t1 = performance.now();
  const { source } = opened;
  const plan = { header: source.header, mapping: mappingOf(source.titles, source.roles, []), region: 'US', acceptDoubtful: false };
  const room = new SpareBytes();
  const c0 = process.cpuUsage(); const f0 = process.resourceUsage().minorPageFault;
  let n = 0;
  for await (const part of readRows(opened, plan, { rules, room })) {
    for (const { block, gaps } of part.batches) { n += block.count; room.give([block.fixed.buffer, block.texts.buffer, gaps.buffer] as never); }
  }
  const c = process.cpuUsage(c0);
  const t2 = performance.now();
  let cells = 0;
  const scanner = new ByteScanner({ delimiter: source.delimiter, columns: 5 });
  for await (const { bytes } of bytesOf(opened)) scanner.push(bytes, (x) => { cells += x.count; });
  const t3 = performance.now();
  console.log('open', t1 - t0, 'read', t2 - t1, n, 'user', c.user / 1000, 'sys', c.system / 1000, 'faults', process.resourceUsage().minorPageFault - f0, 'scan only', t3 - t2);
  await opened.close();
}
