// A callee farm in a process of its own. Its journal is the callees' log: a line for each thing that a telephone saw,
// written past this process's memory before anything else happens.
import { openSync, writeSync } from 'node:fs';
import { CalleeFarm } from '#main/jobs/gateways/farm/farm.ts';

const [journal = '', port = '0'] = process.argv.slice(2);
const log = openSync(journal, 'a');
const farm = await CalleeFarm.open({
  port: Number(port),
  ringMs: [20, 200],
  talkMs: [50, 400],
  note: ({ what, number, callId }) => void writeSync(log, `${what} ${number} ${callId}\n`),
});
process.stdin.on('data', () => process.stdout.write(`live ${farm.live}\n`));
process.stdin.on('end', () => process.exit(0));
process.stdout.write(`port ${farm.port}\n`);
