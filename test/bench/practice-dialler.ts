// The dialler's process, which also writes down when it placed each call: steady ms as doubles, to the file named first.
import { writeFileSync } from 'node:fs';
import { Line } from '#main/jobs/broadcast/line.ts';

const [file = ''] = process.argv.slice(2);
const times: number[] = [];
const placed = Object.getOwnPropertyDescriptor(Line.prototype, 'placed')?.value as Line['placed'];
Line.prototype.placed = function note(now) {
  times.push(now);
  placed.call(this, now);
};
process.on('exit', () => writeFileSync(file, Float64Array.from(times)));
await import('#main/jobs/dialer/process.ts');
