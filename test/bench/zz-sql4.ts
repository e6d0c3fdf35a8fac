import { readdirSync } from 'node:fs';
import { packedSql } from '#main/db/logs/packed.ts';
import { openRaw } from '#main/db/open.ts';

const dir = process.argv[2]!;
const files = readdirSync(dir)
  .filter((f) => f.endsWith('.sqlite'))
  .sort();
const f = `channel = (select id from words where word = 'whatsapp') and direction = (select id from words where word='in')`;
const P = (fw: string) => packedSql(fw, true);
const variants: Record<string, [string, number?]> = {
  scan: [P(`from messages not indexed where key >= ? and key < ? and ${f}`)],
  'scan no upper': [P(`from messages not indexed where key >= ? and ?>0 and ${f}`)],
  index: [P(`from messages indexed by messages_kind where key >= ? and key < ? and ${f}`)],
  'index only': [
    `select null, count(*), max(key) from (select key from messages indexed by messages_kind where key >= ? and key < ? and ${f} order by key limit ?)`,
  ],
  'index cache 8M': [P(`from messages indexed by messages_kind where key >= ? and key < ? and ${f}`), -8000],
};
for (const [name, [sql, cache]] of Object.entries(variants)) {
  let best = [1e9, 0, 0];
  let n = 0;
  for (let r = 0; r < 5; r++) {
    const u = process.cpuUsage();
    n = 0;
    for (const f of files) {
      const raw = openRaw(`${dir}/${f}`, { readonly: true });
      if (cache) raw.pragma(`cache_size=${cache}`);
      raw.exec('begin');
      const s = raw.prepare(sql).raw();
      let k = -1;
      for (;;) {
        const [b, c, m] = s.get(k + 1, 1e18, 2000) as [Buffer, number, number];
        if (m === null) break;
        k = m;
        n += c;
      }
      raw.close();
    }
    const x = process.cpuUsage(u);
    const t = (x.user + x.system) / 1000;
    if (t < best[0]!) best = [t, x.user / 1000, x.system / 1000];
  }
  console.log(name.padEnd(20), best.map((x) => x.toFixed(0)).join(' '), n);
}
