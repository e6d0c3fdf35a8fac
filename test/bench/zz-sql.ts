import { readdirSync } from 'node:fs';
import { enableSearch } from '#main/db/logs/search.ts';
import { openRaw } from '#main/db/open.ts';

const dir = process.argv[2]!;
const files = readdirSync(dir)
  .filter((f) => f.endsWith('.sqlite'))
  .sort();
const C =
  'key, message_id, project, channel, client, session, direction, speaker, text, intent, confidence, extra, tags';
function t(name: string, work: (raw: ReturnType<typeof openRaw>) => number) {
  let best = 1e9,
    n = 0;
  for (let r = 0; r < 3; r++) {
    const u = process.cpuUsage();
    n = 0;
    for (const f of files) {
      const raw = openRaw(`${dir}/${f}`, { readonly: true });
      raw.exec('begin');
      n += work(raw);
      raw.close();
    }
    const x = process.cpuUsage(u);
    best = Math.min(best, (x.user + x.system) / 1000);
  }
  console.log(name.padEnd(40), best.toFixed(0), 'ms', n);
}
console.log(openRaw(`${dir}/${files[0]}`).prepare('select sqlite_version()').pluck().get());
const ff = [
  '',
  "and channel = (select id from words where word = 'whatsapp') and direction = (select id from words where word='in')",
];
for (const f of ff) {
  t(
    'count',
    (raw) =>
      raw
        .prepare(`select count(*) from messages not indexed where key >= 0 and key < 1e18 ${f}`)
        .pluck()
        .get() as number,
  );
  t('count cs16M', (raw) => {
    raw.pragma('cache_size=-200');
    return raw
      .prepare(`select count(*) from messages not indexed where key >= 0 and key < 1e18 ${f}`)
      .pluck()
      .get() as number;
  });
  t('rows all 2000', (raw) => {
    const s = raw
      .prepare(`select ${C} from messages not indexed where key > ? ${f} order by key limit 2000`)
      .raw();
    let k = -1,
      n = 0;
    for (;;) {
      const rows = s.all(k) as unknown[][];
      n += rows.length;
      if (rows.length === 0) return n;
      k = rows.at(-1)![0] as number;
    }
  });
  const SEP = `cast(x'ff' as text)`;
  const lines = `concat_ws(${SEP}, key/2097152, message_id, project, channel, client, session, direction, speaker, text, intent, iif(confidence is null, '', cast(confidence*100 as int)), extra)`;
  t('blob concat_ws', (raw) => {
    const s = raw
      .prepare(
        `select cast(group_concat(line, cast(x'fe' as text)) as blob), max(key), count(*) from (select key, ${lines} as line from messages not indexed where key > ? ${f} order by key limit 2000)`,
      )
      .raw();
    let k = -1,
      n = 0;
    for (;;) {
      const [b, m, c] = s.get(k) as [Buffer, number, number];
      n += c;
      if (c === 0) return n;
      k = m;
    }
  });
  const cols =
    "key/2097152, message_id, project, channel, client, session, direction, speaker, text, intent, iif(confidence is null, '', cast(confidence*100 as int)), extra";
  t('blob group concat(concat())', (raw) => {
    const s = raw
      .prepare(
        `select cast(group_concat(concat(${cols.replaceAll(', ', `, ${SEP}, `).replaceAll(`is null, ${SEP}, '', ${SEP},`, "is null, '',")}), cast(x'fe' as text)) as blob), max(key), count(*) from (select * from messages not indexed where key > ? ${f} order by key limit 2000)`,
      )
      .raw();
    let k = -1,
      n = 0;
    for (;;) {
      const [b, m, c] = s.get(k) as [Buffer, number, number];
      n += c;
      if (c === 0) return n;
      k = m;
    }
  });
  t('range window instead of limit', (raw) => {
    const s = raw
      .prepare(
        `select cast(group_concat(${lines}, cast(x'fe' as text)) as blob), max(key), count(*) from messages not indexed where key > ? and key <= ? ${f}`,
      )
      .raw();
    let n = 0;
    const max = raw.prepare('select max(key) from messages').pluck().get() as number;
    const step = 2097152 * 3600_000;
    for (let k = -1; k < max; k += step) {
      const [b, m, c] = s.get(k, k + step) as [Buffer, number, number];
      n += c;
    }
    return n;
  });
}
