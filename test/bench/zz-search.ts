import { join } from 'node:path';
import { openLogStore } from '#main/db/logs/store.ts';
import { NORTH } from '#test/support/export-workspace.ts';

const WORDS = [
  'order',
  'card',
  'money',
  'thank',
  'заказ',
  '注文',
  'Straße',
  'delivered',
  'A-5',
  'closing',
  'agent',
];
const ABSENT = ['qzxjvk', 'zyzzyva', 'kumquat tree', 'нетслова', '存在しない'];
const needles = Array.from({ length: 300 }, (_, index) =>
  index % 3 === 0
    ? `A-${10_000 + index * 7}`
    : index % 3 === 1
      ? `${WORDS[index % WORDS.length]}${' '.repeat(index % 2)}`.trimEnd()
      : `${ABSENT[index % ABSENT.length]}${index}`,
);
const store = openLogStore(join(process.argv[2]!, 'workspace'));
const scopes = [{ account: NORTH, projects: null }];
store.page({ scopes, filter: {}, direction: 'desc', offset: 0, limit: 100 });
const all: [number, number, string, number][] = [];
for (const search of needles) {
  const u = process.cpuUsage();
  const t = performance.now();
  const p = store.page({ scopes, filter: { search }, direction: 'desc', offset: 0, limit: 100 });
  const w = performance.now() - t;
  const x = process.cpuUsage(u);
  all.push([w, (x.user + x.system) / 1000, search, p.total]);
}
const w = all.map((a) => a[1]).sort((a, b) => a - b);
console.log('p50', w[150], 'p95', w[285], 'p99', w[296], 'max', w[299]);
for (const [a, b, c, d] of all.sort((a, b) => b[1] - a[1]).slice(0, 14))
  console.log(a.toFixed(1), b.toFixed(1), c, d);
