import { readdirSync } from 'node:fs';
import { packedSql } from '#main/db/logs/packed.ts';
import { openRaw } from '#main/db/open.ts';

const dir = process.argv[2]!;
const files = readdirSync(dir)
  .filter((f) => f.endsWith('.sqlite'))
  .sort();
const fw = 'from messages not indexed where key >= ? and key < ?';
const base = packedSql(fw, true);
const variants: Record<string, string> = {
  base,
  'no count': base.replace('count(*)', '1'),
  'no max': base.replace('max(key)', '1e18'),
  neither: base.replace('count(*)', '1').replace('max(key)', '1e18'),
  'no len': base.replace(/iif\(octet_length[^,]*, concat_ws[^)]*\)[^)]*\),/, '('),
};
variants['json'] = base.replace("cast(group_concat(line, '') as blob)", "group_concat(line, '')");
for (const [name, sql] of Object.entries(variants)) {
  let best = 1e9;
  for (let r = 0; r < 4; r++) {
    const u = process.cpuUsage();
    for (const f of files) {
      const raw = openRaw(`${dir}/${f}`, { readonly: true });
      raw.exec('begin');
      const s = raw.prepare(sql).raw();
      const keys = raw.prepare('select key from messages order by key limit 1 offset ?').pluck();
      let k = -1;
      const total = raw.prepare('select max(rowid) from messages').pluck().get();
      if (name === 'neither' || name === 'no max') {
        const all = raw
          .prepare(
            `select key from (select key, row_number() over (order by key) n from messages not indexed) where n % 2000 = 0`,
          )
          .pluck()
          .all() as number[];
        const u2 = process.cpuUsage();
        for (const kk of [-1, ...all]) {
          s.get(kk + 1, 1e18, 2000);
        }
        const x = process.cpuUsage(u2);
        (globalThis as any).acc = ((globalThis as any).acc ?? 0) + (x.user + x.system) / 1000;
        raw.close();
        continue;
      }
      for (;;) {
        const [b, c, m] = s.get(k + 1, 1e18, 2000) as [Buffer, number, number];
        if (m === null) break;
        k = m;
      }
      raw.close();
    }
    const x = process.cpuUsage(u);
    let t = (x.user + x.system) / 1000;
    if ((globalThis as any).acc) {
      t = (globalThis as any).acc;
      (globalThis as any).acc = 0;
    }
    best = Math.min(best, t);
  }
  console.log(name.padEnd(20), best.toFixed(0));
}
