import { readdirSync } from 'node:fs';
import { openRaw } from '#main/db/open.ts';

const dir = process.argv[2]!;
const files = readdirSync(dir)
  .filter((f) => f.endsWith('.sqlite'))
  .sort();
const END = `cast(x'ff' as text)`;
const H = 'cast(confidence * 100 + 0.5 as integer)';
const SHARE = `iif(confidence is null, '', iif(${H} / 100.0 = confidence, ${H}, 'x'))`;
const T = 'message_id, client, session, speaker, text, extra';
const lines: Record<string, string> = {
  texts: `concat_ws(${END}, ${T}, '')`,
  'texts octet': `iif(octet_length(text) + octet_length(extra) > 16384, '', concat_ws(${END}, ${T}, ''))`,
  ints: `concat_ws(${END}, project, channel, direction, intent, ${T}, '')`,
  char: `concat_ws(${END}, char(project, channel, direction, intent), ${T}, '')`,
  'packed int': `concat_ws(${END}, ((project * 4096 + channel) * 4096 + direction) * 4096 + intent, ${T}, '')`,
  ms: `concat_ws(${END}, key / 2097152, ${T}, '')`,
  share: `concat_ws(${END}, ${SHARE}, ${T}, '')`,
  share2: `concat_ws(${END}, iif(confidence is null, '', cast(confidence * 1e6 as integer)), ${T}, '')`,
  share3: `concat_ws(${END}, confidence * 100, ${T}, '')`,
  share4: `concat_ws(${END}, cast(coalesce(confidence * 100 + 1.5, 0) as integer), ${T}, '')`,
  whole: `iif(octet_length(text) + octet_length(extra) > 16384, concat_ws(${END}, key / 2097152, '', key, ''), concat_ws(${END}, key / 2097152, project, channel, direction, intent, ${SHARE}, ${T}, ''))`,
  'whole limit 500': `iif(octet_length(text) + octet_length(extra) > 16384, concat_ws(${END}, key / 2097152, '', key, ''), concat_ws(${END}, key / 2097152, project, channel, direction, intent, ${SHARE}, ${T}, ''))`,
  packall: `iif(octet_length(text) + octet_length(extra) > 16384, '', concat_ws(${END}, (((key / 2097152 * 256 + project) * 16 + channel) * 4 + direction) * 256 + intent, cast(coalesce(confidence * 100 + 1.5, 0) as integer), ${T}, ''))`,
};
for (const [name, line] of Object.entries(lines)) {
  let best = 1e9;
  for (let r = 0; r < 3; r++) {
    const u = process.cpuUsage();
    for (const f of files) {
      const raw = openRaw(`${dir}/${f}`, { readonly: true });
      raw.exec('begin');
      const lim = name.includes('limit 500') ? 500 : 2000;
      const s = raw
        .prepare(
          `select cast(group_concat(line, '') as blob), max(key), count(*) from (select key, ${line} as line from messages not indexed where key > ? and key < ? order by key limit ${lim})`,
        )
        .raw();
      let k = -1;
      for (;;) {
        const [b, m, c] = s.get(k, 1e18) as [Buffer, number, number];
        if (c === 0) break;
        k = m;
      }
      raw.close();
    }
    const x = process.cpuUsage(u);
    best = Math.min(best, (x.user + x.system) / 1000);
  }
  console.log(name.padEnd(20), best.toFixed(0));
}
