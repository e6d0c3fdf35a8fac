import { readdirSync } from 'node:fs';
import type { BenchLine } from './bench-line.ts';

const only = process.argv[2];
const files = readdirSync(new URL('.', import.meta.url)).filter(
  (file) => file.endsWith('.bench.ts') && (only === undefined || file.includes(only)),
);
let missed = 0;
for (const file of files) {
  const bench = (await import(new URL(file, import.meta.url).href)) as { run(): Promise<BenchLine[]> };
  console.log(`\n${file.replace('.bench.ts', '')}`);
  for (const line of await bench.run()) {
    if (!line.ok) missed++;
    console.log(`  ${line.ok ? 'met   ' : 'MISSED'}  ${line.name}`);
    console.log(`          asked ${line.asked}; measured ${line.measured}`);
  }
}
console.log(`\n${missed === 0 ? 'All figures met.' : `${missed} figures missed.`}`);
